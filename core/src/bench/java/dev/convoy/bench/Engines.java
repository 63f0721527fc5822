package dev.convoy.bench;

import dev.convoy.graph.Graph;
import dev.convoy.graph.GraphBuilder;
import dev.convoy.nn.Conv2d;
import dev.convoy.nn.Layer;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The engines that have opened one network: Convoy, ONNX Runtime and, where it is asked for, PyTorch. */
final class Engines implements AutoCloseable {

    private final List<Engine> engines = new ArrayList<>();
    private final List<Long> opening = new ArrayList<>();
    private ConvoyPeer convoy;

    private Engines(Graph network, Tensor input, int threads, boolean torch) {
        byte[] onnx = OnnxExport.model(network, input.shape());
        open(() -> convoy = new ConvoyPeer(network, input, threads));
        open(() -> new OnnxRuntimePeer(onnx, input, threads));
        if (torch) {
            open(() -> new TorchPeer(network, input, threads));
        }
    }

    /** Opens the network in the engines; it fails where their outputs differ. */
    static Engines open(String name, Graph network, Tensor input, int threads, boolean torch) {
        // One layer is opened first, so that loading the libraries does not count as the opening of the network.
        Layer layer = Conv2d.builder(3, 16, 3).build().initialised(Generator.manualSeed(0));
        new Engines(of(layer), Generator.manualSeed(1).randn(Shape.of(1, 3, 8, 8)), threads, torch).close();
        Engines engines = new Engines(network, input, threads, torch);
        Agreement.check(name, engines.engines);
        return engines;
    }

    /** A network of one layer. */
    static Graph of(Layer layer) {
        GraphBuilder builder = Graph.builder();
        return builder.build(builder.add("layer", layer, Graph.INPUT));
    }

    private void open(Supplier<Engine> constructor) {
        long start = System.nanoTime();
        Engine engine = constructor.get();
        engine.run();
        opening.add(System.nanoTime() - start);
        engines.add(engine);
    }

    /** One run of each, in the order of {@link #opening}. */
    List<Runnable> runs() {
        return engines.stream().<Runnable>map(engine -> engine::run).toList();
    }

    ConvoyPeer convoy() {
        return convoy;
    }

    /** The nanoseconds from the network and its weights to the end of the first run. */
    List<Long> opening() {
        return opening;
    }

    @Override
    public void close() {
        engines.forEach(Engine::close);
    }
}
