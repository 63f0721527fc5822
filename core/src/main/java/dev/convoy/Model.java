package dev.convoy;

import dev.convoy.graph.Graph;
import dev.convoy.graph.Optimizer;
import dev.convoy.graph.plan.Plans;
import dev.convoy.graph.plan.Profile;
import dev.convoy.graph.plan.StepTime;
import dev.convoy.nn.MixedImagesException;
import dev.convoy.nn.Precision;
import dev.convoy.nn.StateCheck;
import dev.convoy.state.DType;
import dev.convoy.state.StateDict;
import dev.convoy.state.onnx.OnnxFile;
import dev.convoy.state.onnx.OnnxModel;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Printable;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network with its name and, unless it was only {@linkplain #describe described}, its weights. Immutable, and safe
 * for use by several threads.
 */
public final class Model {

    private final Network network;
    private final Graph graph;
    private final List<String> outputs;
    private final Precision precision;
    private final boolean hasWeights;
    private Plans plans;
    private long parameterBytes;

    private Model(Network network, Graph graph, List<String> outputs, Precision precision, boolean hasWeights) {
        this.network = network;
        this.graph = graph;
        this.outputs = outputs;
        this.precision = precision;
        this.hasWeights = hasWeights;
    }

    /** Made when they are first needed: a model may be cut and given its precision before. */
    private synchronized Plans plans() {
        if (plans == null) {
            Graph optimized = Optimizer.optimize(graph, outputs, EnumSet.allOf(Optimizer.Pass.class));
            plans = new Plans(optimized, outputs, precision);
            parameterBytes = parameterBytes(optimized);
        }
        return plans;
    }

    /**
     * Reads a model's description and the weights that it names.
     *
     * @throws java.nio.file.NoSuchFileException if one of the files does not exist
     * @throws dev.convoy.state.MalformedFileException if the file of weights is not one
     * @throws IllegalArgumentException if the description is wrong, or the weights do not fit it
     */
    public static Model load(Path modelFile) throws IOException {
        return load(modelFile.toString(), Optional.empty());
    }

    /**
     * Reads a model; it fails as {@link #load(Path)} does.
     *
     * @param model the path of a description or an ONNX file, or the name of an architecture: {@code "resnet50"}
     * @param weights a file of weights; where there is none, the one that the description names
     */
    public static Model load(String model, Optional<Path> weights) throws IOException {
        return of(ModelFiles.read(model, weights));
    }

    /** Builds the model of files that were read before; it fails as {@link #load(Path)} does. */
    public static Model of(ModelFiles files) throws IOException {
        if (Network.isOnnx(files.model())) {
            return of(files.model(), OnnxFile.read(files.weightsPath(), files.weights()));
        }
        Network network = Network.of(files.model(), files.description());
        StateDict weights = files.stateDict();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        weights.entries().forEach((key, entry) -> shapes.put(key, entry.shape()));
        Graph graph = network.fitting().apply(shapes);
        graph.stateShapes().keySet().stream()
                .filter(Model::isCount)
                .forEach(key -> shapes.putIfAbsent(key, Shape.of()));
        try {
            StateCheck.check(graph.stateShapes(), shapes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Printable.escaped(files.weightsPath()) + ": " + e.getMessage(), e);
        }
        Map<String, Tensor> state = new LinkedHashMap<>();
        shapes.keySet().forEach(key -> state.put(key, isCount(key) ? count(weights, key) : weights.tensor(key)));
        return new Model(network, graph.withState(state), List.of(graph.output()), Precision.FAST, true);
    }

    private static Model of(String path, OnnxModel onnx) {
        return new Model(Network.of(path, onnx), onnx.graph(), onnx.outputs(), Precision.FAST, true);
    }

    /** Whether this is how many batches a normalisation has seen: torch's one integer, absent from old state dicts. */
    private static boolean isCount(String key) {
        return key.endsWith(".num_batches_tracked");
    }

    /** Inference makes no use of the count: it is 0 where it is absent, and rounded where it is beyond 2^24. */
    private static Tensor count(StateDict weights, String key) {
        if (!weights.contains(key)) {
            return Tensor.zeros(Shape.of());
        }
        StateDict.Entry entry = weights.entry(key);
        return entry.dtype() == DType.I64 ? Tensor.of(Shape.of(), entry.bytes().getLong()) : weights.tensor(key);
    }

    /**
     * Reads a model's description alone: enough for {@link #summary} and {@link #outputShapes}, not for
     * {@link #forward}.
     *
     * @param model the path of a description or an ONNX file, which has its weights, or the name of an architecture
     * @throws java.nio.file.NoSuchFileException if the file does not exist
     * @throws IllegalArgumentException if the description is wrong
     */
    public static Model describe(String model) throws IOException {
        if (Network.isOnnx(model)) {
            Network.requireFile(model);
            return of(model, OnnxFile.read(Path.of(model)));
        }
        Network network = Network.of(model, Network.readDescription(model));
        return new Model(network, network.graph(), List.of(network.graph().output()), Precision.FAST, false);
    }

    /**
     * This model with the weights that torch draws: an architecture as torchvision initialises it, any other with
     * torch's defaults, layer by layer.
     */
    public Model initialised(Generator generator) {
        return new Model(network, network.initialisation().apply(generator), outputs, precision, true);
    }

    /**
     * The weights, under the names that torch gives them.
     *
     * @throws IllegalStateException if the model was only described
     */
    public StateDict stateDict() {
        StateDict.Builder builder = StateDict.builder().source(name());
        graph.state().forEach((key, tensor) -> {
            if (isCount(key)) {
                ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                builder.put(key, DType.I64, Shape.of(), bytes.putLong(0, (long) tensor.array()[0]));
            } else {
                builder.put(key, tensor);
            }
        });
        return builder.build();
    }

    /** The description's file name without {@code .conf}. */
    public String name() {
        return network.name();
    }

    /** A batch of one image of the size that the model was designed for, where that is known. */
    public Optional<Shape> inputShape() {
        return network.inputShape();
    }

    /** The names of the layers, in the order in which they are computed: all that the model can be cut at. */
    public List<String> layers() {
        List<String> layers = new ArrayList<>(graph.nodes().keySet());
        layers.addAll(graph.modules().keySet());
        return List.copyOf(layers);
    }

    /** The layers whose outputs {@link #outputs(Tensor)} gives; the last layer's, unless the model was cut. */
    public List<String> outputs() {
        return outputs;
    }

    /**
     * The part of this model that makes the outputs of these layers, in one pass: what they share is computed once,
     * what they do not need is left out.
     *
     * @param layers names of layers or modules, one or more; the order is that of the outputs
     * @throws IllegalArgumentException if there is no such layer; the message lists the nearest names there are
     */
    public Model cut(String... layers) {
        List<String> names = List.of(layers);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a model is cut at one layer or more, but none is named");
        }
        try {
            names.forEach(graph::resolve);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Printable.escaped(name()) + ": " + e.getMessage(), e);
        }
        return new Model(network, graph, names, precision, hasWeights);
    }

    /** This model, computing as exactly as that; {@link Precision#FAST} without it. */
    public Model precision(Precision other) {
        return other == precision ? this : new Model(network, graph, outputs, other, hasWeights);
    }

    /**
     * The shapes of the outputs for a batch of this shape, by layer and in the order of {@link #outputs()}.
     *
     * @throws IllegalArgumentException if a layer does not take its input; the message traces why
     */
    public Map<String, Shape> outputShapes(Shape input) {
        Map<String, Shape> shapes = graph.outputShapes(input, outputs);
        Map<String, Shape> ordered = new LinkedHashMap<>();
        outputs.forEach(layer -> ordered.put(layer, shapes.get(graph.resolve(layer))));
        return ordered;
    }

    /**
     * Refuses a model whose outputs for an image depend on other images of its batch, or on its place there: such a one
     * gives other values in every batch that images happen to be put in.
     *
     * @param batch the shape of a batch of any number of images
     * @throws MixedImagesException naming the layer that mixes images and how
     * @throws IllegalArgumentException if a layer does not take its input; the message traces why
     */
    public void requireIndependentImages(Shape batch) {
        try {
            graph.requireIndependentImages(batch.slice(1, batch.rank()), outputs);
        } catch (MixedImagesException e) {
            throw new MixedImagesException(name() + ": " + e.getMessage()
                    + "; images are put into batches as they come, so each needs an output of its own: cut the model"
                    + " before that layer, or compute whole batches one by one");
        }
    }

    /**
     * The outputs for one batch, by layer and in the order of {@link #outputs()}.
     *
     * @throws IllegalArgumentException if a layer does not take its input; the message traces why
     * @throws IllegalStateException if the model was only described
     */
    public Map<String, Tensor> outputs(Tensor input) {
        return outputs(input, 1);
    }

    /**
     * The outputs for one batch, whose images are divided among threads; it fails as {@link #outputs(Tensor)} does. The
     * bits are the same for every number of threads; one image is computed by one thread.
     *
     * @param threads 1 or more, the caller's among them
     */
    public Map<String, Tensor> outputs(Tensor input, int threads) {
        check(input.shape(), threads);
        return plans().run(input, threads);
    }

    /**
     * Computes {@link #outputs(Tensor, int)} and tells what it took instead. A step is named after the layers whose
     * work it does, {@code "layer1.0.conv2 + layer1.0.bn2 + layer1.0.relu"}; one that only moves elements has the empty
     * name.
     */
    public Profile profile(Tensor input, int threads) {
        check(input.shape(), threads);
        Profile profile = plans().profile(input, threads);
        List<StepTime> steps = profile.steps().stream()
                .map(step -> step.named(layers(step.name())))
                .toList();
        return new Profile(steps, profile.nanos(), profile.workspaceBytes(), profile.packedBytes());
    }

    /**
     * The memory that {@link #outputs(Tensor, int)} takes for a batch of this shape; it fails as that does. Nothing is
     * computed and nothing packed for it. None if the network {@linkplain dev.convoy.graph.plan.Plan#compile has no
     * plan}.
     */
    public Optional<Footprint> footprint(Shape batch, int threads) {
        check(batch, threads);
        if (batch.rank() < 2) {
            return Optional.empty();
        }
        return plans().plan(batch.slice(1, batch.rank()))
                .map(plan -> new Footprint(
                        parameterBytes,
                        plan.packedBytes(),
                        plan.mostPackedBytes(),
                        plan.runBytes(batch.size(0), threads)));
    }

    /** Arrays that the optimised graph shares with the graph count once. */
    private long parameterBytes(Graph optimized) {
        Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        graph.state().values().forEach(tensor -> arrays.add(tensor.array()));
        optimized.state().values().forEach(tensor -> arrays.add(tensor.array()));
        return arrays.stream()
                .mapToLong(array -> (long) Float.BYTES * array.length)
                .sum();
    }

    private void check(Shape input, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a batch is computed by 1 thread or more, but threads is " + threads);
        }
        if (!hasWeights || !plans().knows(input)) {
            graph.outputShapes(input, outputs);
        }
        if (!hasWeights) {
            throw new IllegalStateException(
                    "model " + Printable.escaped(name()) + " was only described: it has no weights to run with");
        }
    }

    /** A step's name with the layers that were merged into its first one. */
    private String layers(String step) {
        String layers = step;
        Graph.Node node = graph.nodes().get(step.split(" \\+ ", 2)[0]);
        while (node != null) {
            String before =
                    node.inputs().isEmpty() ? Graph.INPUT : node.inputs().get(0);
            boolean merged = !before.equals(Graph.INPUT) && !plans().computes(before);
            node = merged ? graph.nodes().get(before) : null;
            layers = merged ? before + " + " + layers : layers;
        }
        return layers;
    }

    /**
     * The output for one batch of a model that has one output; it fails as {@link #outputs(Tensor)} does.
     *
     * @throws IllegalStateException if the model was cut at several layers
     */
    public Tensor forward(Tensor input) {
        if (outputs.size() != 1) {
            throw new IllegalStateException(
                    "model " + Printable.escaped(name()) + " has the outputs " + outputs + ": ask for outputs(input)");
        }
        return outputs(input).get(outputs.get(0));
    }

    /**
     * Layers, output shapes, parameters and multiply-adds for a batch of this shape, as far as the outputs need them.
     *
     * @throws IllegalArgumentException if a layer does not take its input
     */
    public Summary summary(Shape input) {
        return Summary.of(name(), graph, outputs, input);
    }
}
