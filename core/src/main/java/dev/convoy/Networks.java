package dev.convoy;

import dev.convoy.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The networks that a model's name stands for: a description's or an architecture's. */
final class Networks {

    private Networks() {}

    /** Whether the name is that of a description's file, and not of an architecture. */
    static boolean describes(String model) {
        return true;
    }

    static String readDescription(String model) throws IOException {
        Path file = Path.of(model);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    model,
                    null,
                    Files.isDirectory(file) ? "is a directory, not a model's description" : "there is no such file");
        }
        return Files.readString(file);
    }

    /** The network without values for its state. */
    static Graph network(String model, String description) {
        return Graph.of(Description.parse(model, description).network());
    }

    /**
     * What a model is called in messages and in what it leaves: an architecture's name, or the file's without its
     * ending.
     */
    static String name(String model) {
        return Path.of(model).getFileName().toString().replaceFirst("\\.(conf|onnx)$", "");
    }
}
