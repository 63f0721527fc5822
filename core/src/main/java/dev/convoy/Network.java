package dev.convoy;

import dev.convoy.graph.Graph;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.NearestNames;
import dev.convoy.tensor.Shape;
import dev.convoy.zoo.Architecture;
import dev.convoy.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a model's name stands for: a description's network or an architecture.
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

    /** Whether the name is that of a description's file, and not of an architecture. */
    static boolean isDescribed(String model) {
        return !Zoo.contains(model);
    }

    /** The description's text; none for an architecture. */
    static String readDescription(String model) throws IOException {
        if (!isDescribed(model)) {
            return "";
        }
        Path file = Path.of(model);
        if (Files.isDirectory(file)) {
            throw new NoSuchFileException(model, null, "is a directory, not a model's description");
        }
        if (!Files.isRegularFile(file)) {
            boolean path = model.contains(".") || model.contains("/");
            String architecture = path ? "" : ", and " + NearestNames.missing("architecture", model, Zoo.names());
            throw new NoSuchFileException(model, null, "there is no such file" + architecture);
        }
        return Files.readString(file);
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
        String name = Path.of(model).getFileName().toString().replaceFirst("\\.conf$", "");
        return new Network(name, graph, Optional.empty(), graph::initialised, shapes -> graph);
    }
}
