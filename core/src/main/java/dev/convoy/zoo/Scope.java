package dev.convoy.zoo;

import dev.convoy.graph.Graph;
import dev.convoy.graph.GraphBuilder;
import dev.convoy.nn.BatchNorm2d;
import dev.convoy.nn.Concat;
import dev.convoy.nn.Conv2d;
import dev.convoy.nn.ConvBuilder;
import dev.convoy.nn.Linear;
import dev.convoy.nn.Operator;
import dev.convoy.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A module of a network that is being built: what it adds is named within it. Not safe for use by several threads. */
final class Scope {

    private final GraphBuilder graph;
    private final List<String> constructionOrder;
    private final String prefix;

    private Scope(GraphBuilder graph, List<String> constructionOrder, String prefix) {
        this.graph = graph;
        this.constructionOrder = constructionOrder;
        this.prefix = prefix;
    }

    /** An empty network. */
    static Scope network() {
        return new Scope(Graph.builder(), new ArrayList<>(), "");
    }

    /** The network's input, an RGB image. */
    static Value image() {
        return new Value(Graph.INPUT, 3);
    }

    /** A module in this one. */
    Scope child(String name) {
        return new Scope(graph, constructionOrder, prefix + name + ".");
    }

    /** The module of this place in this one. */
    Scope child(int index) {
        return child(Integer.toString(index));
    }

    /** Says that this is the module's output, and returns it. */
    Value output(Value value) {
        graph.module(prefix.substring(0, prefix.length() - 1), value.node());
        return value;
    }

    /** Says that this is the output of a module in this one, and returns it. */
    Value output(String child, Value value) {
        return child(child).output(value);
    }

    /** Adds an operator whose output has as many channels as its first input. */
    Value add(String name, Operator operator, Value... inputs) {
        return add(name, operator, inputs[0].channels(), inputs);
    }

    /** Adds an operator whose output has this many channels. */
    Value add(String name, Operator operator, int channels, Value... inputs) {
        String node = graph.add(
                prefix + name, operator, Stream.of(inputs).map(Value::node).toArray(String[]::new));
        constructionOrder.add(node);
        return new Value(node, channels);
    }

    /** Adds a convolution with a square kernel. */
    Value conv(String name, Value input, int outChannels, int kernelSize, UnaryOperator<ConvBuilder<Conv2d>> rest) {
        return conv(name, input, outChannels, new int[] {kernelSize}, rest);
    }

    /** Adds a convolution. */
    Value conv(String name, Value input, int outChannels, int[] kernelSize, UnaryOperator<ConvBuilder<Conv2d>> rest) {
        ConvBuilder<Conv2d> builder = Conv2d.builder(input.channels(), outChannels, kernelSize);
        return add(name, rest.apply(builder).build(), outChannels, input);
    }

    /** Adds a batch normalisation. */
    Value norm(String name, Value input) {
        return norm(name, input, 1e-5);
    }

    /** Adds a batch normalisation of this eps. */
    Value norm(String name, Value input, double eps) {
        return add(name, BatchNorm2d.builder(input.channels()).eps(eps).build(), input);
    }

    /** Adds a linear layer with a bias. */
    Value linear(String name, Value input, int inFeatures, int outFeatures) {
        return add(name, new Linear(inFeatures, outFeatures), outFeatures, input);
    }

    /** Adds a concatenation of channels. */
    Value concat(String name, Value... inputs) {
        return add(
                name, new Concat(1), Stream.of(inputs).mapToInt(Value::channels).sum(), inputs);
    }

    /** Says that torchvision constructs a module in this one, added last, before what was added to this one before. */
    void constructedFirst(String child) {
        List<String> own = constructionOrder.stream()
                .filter(node -> node.startsWith(prefix))
                .toList();
        Stream<String> first = own.stream().filter(node -> node.startsWith(prefix + child + "."));
        Stream<String> rest = own.stream().filter(node -> !node.startsWith(prefix + child + "."));
        List<String> ordered = Stream.concat(first, rest).toList();
        constructionOrder.removeAll(own);
        constructionOrder.addAll(ordered);
    }

    /** The network that was built, for images of 224 pixels. */
    Architecture build(String name, Value output, Reset reset) {
        return build(name, output, reset, 224);
    }

    /** The network that was built. */
    Architecture build(String name, Value output, Reset reset, int imageSize) {
        return new Architecture(
                name, graph.build(output.node()), Shape.of(1, 3, imageSize, imageSize), constructionOrder, reset);
    }
}
