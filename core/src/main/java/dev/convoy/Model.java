package dev.convoy;

import dev.convoy.graph.Graph;
import dev.convoy.nn.StateCheck;
import dev.convoy.state.DType;
import dev.convoy.state.StateDict;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network with its name and, unless it was only {@linkplain #describe described}, its weights. Immutable, and safe
 * for use by several threads.
 */
public final class Model {

    private final String name;
    private final Graph graph;

    private Model(String name, Graph graph) {
        this.name = name;
        this.graph = graph;
    }

    /**
     * Reads a model's description and weights.
     *
     * @throws java.nio.file.NoSuchFileException if one of the files does not exist
     * @throws dev.convoy.state.MalformedFileException if the weights are not a safetensors file
     * @throws IllegalArgumentException if the description is wrong, or the weights do not fit it
     */
    public static Model load(Path modelFile) throws IOException {
        return of(ModelFiles.read(modelFile));
    }

    /** Builds the model of files that were read before; it fails as {@link #load} does. */
    public static Model of(ModelFiles files) throws IOException {
        Description description = Description.parse(files.path(), files.description());
        Graph graph = Graph.of(description.network());
        StateDict weights = files.stateDict();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        weights.entries().forEach((key, entry) -> shapes.put(key, entry.shape()));
        graph.stateShapes().keySet().stream()
                .filter(Model::isCount)
                .forEach(key -> shapes.putIfAbsent(key, Shape.of()));
        try {
            StateCheck.check(graph.stateShapes(), shapes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(files.weightsPath() + ": " + e.getMessage(), e);
        }
        Map<String, Tensor> state = new LinkedHashMap<>();
        shapes.keySet().forEach(key -> state.put(key, isCount(key) ? count(weights, key) : weights.tensor(key)));
        return new Model(nameOf(files.path()), graph.withState(state));
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
     * Reads a model's description alone: enough for {@link #summary} and {@link #outputShape}, not for
     * {@link #forward}.
     *
     * @throws java.nio.file.NoSuchFileException if the file does not exist
     * @throws IllegalArgumentException if the description is wrong
     */
    public static Model describe(Path modelFile) throws IOException {
        Description description = Description.parse(modelFile.toString(), ModelFiles.readDescription(modelFile));
        return new Model(nameOf(modelFile.toString()), Graph.of(description.network()));
    }

    private static String nameOf(String path) {
        return Path.of(path).getFileName().toString().replaceFirst("\\.conf$", "");
    }

    /** This model with torch's default initialisation, drawn layer by layer from the generator. */
    public Model initialised(Generator generator) {
        return new Model(name, graph.initialised(generator));
    }

    /**
     * The weights, under the names that torch gives them.
     *
     * @throws IllegalStateException if the model was only described
     */
    public StateDict stateDict() {
        StateDict.Builder builder = StateDict.builder().source(name);
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
        return name;
    }

    /** The names of the layers, in order; the last one's output is the model's. */
    public List<String> layers() {
        return List.copyOf(graph.nodes().keySet());
    }

    /**
     * The shape of a layer's output for a batch of this shape.
     *
     * @throws IllegalArgumentException if there is no such layer, or if a layer up to it does not take its input
     */
    public Shape outputShape(Shape input, String layer) {
        return graph.outputShapes(input, List.of(layer)).get(graph.resolve(layer));
    }

    /**
     * The outputs of the named layers for one batch, in the order of the names. Layers behind the last one are not run.
     *
     * @throws IllegalArgumentException if there is no such layer, or if a layer up to it does not take its input
     * @throws IllegalStateException if the model was only described
     */
    public Map<String, Tensor> forward(Tensor input, List<String> layers) {
        return graph.forward(input, layers);
    }

    /** The output of the last layer for one batch; it fails as the other form does. */
    public Tensor forward(Tensor input) {
        return graph.forward(input, List.of(graph.output())).get(graph.output());
    }

    /**
     * Layers, output shapes, parameters and multiply-adds for a batch of this shape.
     *
     * @throws IllegalArgumentException if a layer does not take its input
     */
    public Summary summary(Shape input) {
        return Summary.of(name, graph, input);
    }
}
