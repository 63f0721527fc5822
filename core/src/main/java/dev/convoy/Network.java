package dev.convoy;

import dev.convoy.graph.Graph;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.onnx.OnnxModel;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.NearestNames;
import dev.convoy.tensor.Shape;
import dev.convoy.zoo.Architecture;
import dev.convoy.zoo.Zoo;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a model's name stands for: a description's network, an architecture or an ONNX file's graph.
 *
 * @param name what the model is called in messages and in what it leaves
 * @param graph the network, its state without values
 * @param inputShape a batch of one image of the size that the network was designed for, where it is known
 * @param initialisation the network with the values that torch draws
 * @param fitting the network for weights of these shapes: an architecture may have another number of classes
 */
record Network(
        String name,
        Graph graph,
        Optional<Shape> inputShape,
        Function<Generator, Graph> initialisation,
        Function<Map<String, Shape>, Graph> fitting) {

    /** A network of ten thousand layers takes a tenth of it. */
    private static final int LONGEST_DESCRIPTION = 16 << 20;

    /** Whether the name is that of an ONNX file, which holds network and weights. */
    static boolean isOnnx(String model) {
        return model.endsWith(".onnx");
    }

    /** Whether the name is that of a description's file. */
    static boolean isDescribed(String model) {
        return !Zoo.contains(model) && !isOnnx(model);
    }

    /** The description's text; none for an architecture or an ONNX file. */
    static String readDescription(String model) throws IOException {
        if (!isDescribed(model)) {
            return "";
        }
        requireFile(model);
        Path file = Path.of(model);
        long bytes = Files.size(file);
        if (bytes > LONGEST_DESCRIPTION) {
            throw new MalformedFileException(
                    model, -1, "has " + bytes + " bytes; a description has at most " + LONGEST_DESCRIPTION);
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(model, -1, "this is no model's description, which is a text in UTF-8");
        }
    }

    static void requireFile(String model) throws NoSuchFileException {
        Path file = Path.of(model);
        if (Files.isDirectory(file)) {
            throw new NoSuchFileException(model, null, "is a directory, not a model");
        }
        if (!Files.isRegularFile(file)) {
            boolean path = model.contains(".") || model.contains("/");
            String architecture = path ? "" : ", and " + NearestNames.missing("architecture", model, Zoo.names());
            throw new NoSuchFileException(model, null, "there is no such file" + architecture);
        }
    }

    static Network of(String model, String description) {
        if (!isDescribed(model)) {
            Architecture architecture = Zoo.network(model);
            return new Network(
                    model,
                    architecture.graph(),
                    Optional.of(architecture.inputShape()),
                    architecture::initialised,
                    architecture::graph);
        }
        Graph graph = Graph.of(Description.parse(model, description).network());
        return new Network(fileName(model), graph, Optional.empty(), graph::initialised, shapes -> graph);
    }

    /** The graph of an ONNX model has its values. */
    static Network of(String model, OnnxModel onnx) {
        Function<Generator, Graph> none = generator -> {
            throw new IllegalArgumentException(model + " holds its weights itself: there is nothing to initialise");
        };
        return new Network(fileName(model), onnx.graph(), inputShape(onnx.inputShape()), none, shapes -> onnx.graph());
    }

    /** A batch of one, whatever the declared batch; none where another size is open. */
    private static Optional<Shape> inputShape(List<Integer> declared) {
        int[] sizes = declared.stream().mapToInt(Integer::intValue).toArray();
        if (sizes.length > 0) {
            sizes[0] = 1;
        }
        boolean known = sizes.length > 0 && Arrays.stream(sizes).allMatch(size -> size > 0);
        return known ? Optional.of(Shape.of(sizes)) : Optional.empty();
    }

    private static String fileName(String model) {
        return Path.of(model).getFileName().toString().replaceFirst("\\.(conf|onnx)$", "");
    }
}
