package dev.convoy;

import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.state.file.StateDictFile;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model as its files hold it: the description's text and the weights' bytes, read once, to be sent to where the model
 * is built.
 *
 * @param path the description's file, for messages
 * @param description the description's text, HOCON
 * @param weightsPath the weights' file, for messages
 * @param weights the bytes of a file of weights
 */
public record ModelFiles(String path, String description, String weightsPath, byte[] weights) implements Serializable {

    /**
     * Reads a model's description and the weights that it names.
     *
     * @throws NoSuchFileException if one of the files does not exist; the reason says which
     * @throws MalformedFileException if a file is not what it should be
     * @throws IllegalArgumentException if the description is not a model's
     */
    public static ModelFiles read(Path modelFile) throws IOException {
        String text = readDescription(modelFile);
        Description description = Description.parse(modelFile.toString(), text);
        if (description.weights() == null) {
            throw new IllegalArgumentException(
                    modelFile + ": 'weights' is missing; it names the file of weights beside the description");
        }
        Path weights = modelFile.resolveSibling(description.weights());
        if (!Files.isRegularFile(weights)) {
            throw new NoSuchFileException(
                    weights.toString(), null, "there is no such file, but " + modelFile + " names it as its weights");
        }
        long size = Files.size(weights);
        if (size > Integer.MAX_VALUE - 8) {
            throw new MalformedFileException(
                    weights.toString(), -1, "has " + size + " bytes; a file of weights has at most 2 GB");
        }
        return new ModelFiles(modelFile.toString(), text, weights.toString(), Files.readAllBytes(weights));
    }

    static String readDescription(Path modelFile) throws IOException {
        if (!Files.isRegularFile(modelFile)) {
            throw new NoSuchFileException(
                    modelFile.toString(),
                    null,
                    Files.isDirectory(modelFile)
                            ? "is a directory, not a model's description"
                            : "there is no such file");
        }
        return Files.readString(modelFile);
    }

    /** The weights, interpreted. */
    StateDict stateDict() throws IOException {
        return StateDictFile.read(weightsPath, weights);
    }

    /** The SHA-256 of description and weights, in hexadecimal: what makes two models the same. */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(description.getBytes(StandardCharsets.UTF_8));
            digest.update(weights);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }
}
