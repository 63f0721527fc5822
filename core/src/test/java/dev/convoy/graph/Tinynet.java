package dev.convoy.graph;

import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.BatchNorm2d;
import dev.convoy.nn.Conv2d;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.Linear;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.ReLU;
import dev.convoy.state.StateDict;
import dev.convoy.state.npy.Npy;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The small residual network of the fixtures, with torchvision's names. */
public final class Tinynet {

    /** Where the fixtures are. */
    public static final Path FIXTURES = Path.of("src/test/resources/fixtures/tinynet");

    private Tinynet() {}

    /** With the weights of the fixtures. */
    public static Graph graph() throws IOException {
        return graph(Safetensors.read(FIXTURES.resolve("state_dict.safetensors")));
    }

    /** With these weights. */
    public static Graph graph(StateDict weights) {
        GraphBuilder net = Graph.builder();
        String x = net.add("conv1", conv(3, 8, 3, 1, 1), Graph.INPUT);
        x = net.add("bn1", BatchNorm2d.builder(8).build(), x);
        x = net.add("relu", new ReLU(), x);
        x = net.add("maxpool", MaxPool2d.builder(3).stride(2).padding(1).build(), x);
        x = block(net, "layer1.0", x, 8, 8, 1);
        net.module("layer1", x);
        x = block(net, "layer2.0", x, 8, 16, 2);
        net.module("layer2", x);
        x = net.add("avgpool", new AdaptiveAvgPool2d(1), x);
        x = net.add("flatten", new Flatten(), x);
        x = net.add("fc", new Linear(16, 10), x);
        Graph graph = net.build(x);
        Map<String, Tensor> state = new LinkedHashMap<>();
        graph.stateShapes().keySet().forEach(name -> state.put(name, weights.tensor(name)));
        return graph.withState(state);
    }

    public static Tensor input() throws IOException {
        return Npy.read(FIXTURES.resolve("input.npy"));
    }

    public static StateDict activations() throws IOException {
        return Safetensors.read(FIXTURES.resolve("activations.safetensors"));
    }

    private static Conv2d conv(int in, int out, int size, int stride, int padding) {
        return Conv2d.builder(in, out, size)
                .stride(stride)
                .padding(padding)
                .bias(false)
                .build();
    }

    private static String block(GraphBuilder net, String name, String input, int in, int out, int stride) {
        String x = net.add(name + ".conv1", conv(in, out, 3, stride, 1), input);
        x = net.add(name + ".bn1", BatchNorm2d.builder(out).build(), x);
        x = net.add(name + ".relu_1", new ReLU(), x);
        x = net.add(name + ".conv2", conv(out, out, 3, 1, 1), x);
        x = net.add(name + ".bn2", BatchNorm2d.builder(out).build(), x);
        String shortcut = input;
        if (in != out) {
            shortcut = net.add(name + ".downsample.0", conv(in, out, 1, stride, 0), input);
            shortcut = net.add(name + ".downsample.1", BatchNorm2d.builder(out).build(), shortcut);
            net.module(name + ".downsample", shortcut);
        }
        x = net.add(name + ".add", Arithmetic.ADD, x, shortcut);
        x = net.add(name + ".relu", new ReLU(), x);
        net.module(name, x);
        return x;
    }
}
