package dev.convoy;

import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.state.file.StateDictFile;
import dev.convoy.state.onnx.OnnxFile;
import dev.convoy.state.safetensors.Safetensors;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A model as its files hold it: what names or describes the network and the bytes of its weights, read once, to be sent
 * to where the model is built.
 *
 * @param model the path of the description or the ONNX file, or the architecture's name
 * @param description the description's text, HOCON; empty for an architecture or an ONNX file
 * @param weightsPath the weights' file, for messages
 * @param weights the bytes of a file of weights, or of the ONNX file
 */
public record ModelFiles(String model, String description, String weightsPath, byte[] weights) implements Serializable {

    /** How long they are. */
    public long bytes() {
        return weights.length;
    }

    /**
     * Reads a model.
     *
     * @param model the path of a description or an ONNX file, or the name of an architecture of
     *     {@link dev.convoy.zoo.Zoo}
     * @param weights a file of weights; where there is none, the one that the description names, in or below its folder
     * @throws NoSuchFileException if one of the files does not exist; the reason says which
     * @throws MalformedFileException if a file is not what it should be
     * @throws IllegalArgumentException if the description is not a model's or names weights outside of its folder, or
     *     nothing names the weights
     */
    public static ModelFiles read(String model, Optional<Path> weights) throws IOException {
        if (Network.isOnnx(model)) {
            return onnx(model, weights);
        }
        String description = Network.readDescription(model);
        Path file = weights.isPresent() ? weights.get() : namedWeights(model, description);
        if (!Files.isRegularFile(file)) {
            String reason = weights.isPresent()
                    ? "there is no such file"
                    : "there is no such file, but " + model + " names it as its weights";
            throw new NoSuchFileException(file.toString(), null, reason);
        }
        return new ModelFiles(model, description, file.toString(), bytes(file));
    }

    private static ModelFiles onnx(String model, Optional<Path> weights) throws IOException {
        if (weights.isPresent()) {
            throw new IllegalArgumentException(
                    model + " holds its weights itself, but " + weights.get() + " is named as its weights too");
        }
        Network.requireFile(model);
        return new ModelFiles(model, "", model, OnnxFile.selfContained(Path.of(model)));
    }

    private static Path namedWeights(String model, String description) throws IOException {
        if (!Network.isDescribed(model)) {
            throw new IllegalArgumentException(
                    model + " is an architecture: name its weights too, a .safetensors, .pth, .npz or .arrow file");
        }
        String named = Description.parse(model, description).weights();
        if (named == null) {
            throw new IllegalArgumentException(
                    model + ": 'weights' is missing; it names the file of weights beside the description");
        }
        return inFolder(model, named);
    }

    /** The file that a description names, which lies in or below the description's folder whatever links lead to it. */
    private static Path inFolder(String model, String named) throws IOException {
        Path file;
        try {
            file = Path.of(model).resolveSibling(named);
        } catch (InvalidPathException e) {
            throw new DescriptionException(model + ": names its weights '" + named + "', which is no path", e);
        }
        Path folder = Path.of(model).toAbsolutePath().normalize().getParent();
        boolean inside = Files.exists(file)
                ? file.toRealPath().startsWith(folder.toRealPath())
                : file.toAbsolutePath().normalize().startsWith(folder);
        if (!inside) {
            throw new DescriptionException(model + ": names its weights '" + named
                    + "', which lie outside of its folder; a description names files in or below its folder alone:"
                    + " put them there, or name the file of weights yourself");
        }
        return file;
    }

    /** One file's bytes; of weights that lie in several files, such as shards, the bytes of one that holds them all. */
    private static byte[] bytes(Path file) throws IOException {
        if (StateDictFile.isSplit(file)) {
            return Safetensors.toBytes(StateDictFile.read(file));
        }
        long size = Files.size(file);
        if (size > Integer.MAX_VALUE - 8) {
            throw new MalformedFileException(
                    file.toString(), -1, "has " + size + " bytes; a file of weights has at most 2 GB");
        }
        return Files.readAllBytes(file);
    }

    /** The weights, interpreted. */
    StateDict stateDict() throws IOException {
        return StateDictFile.read(weightsPath, weights);
    }

    /**
     * The SHA-256 of the architecture's name or the description, whatever its path, and of the weights, in hexadecimal:
     * what makes two models the same.
     */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            if (!Network.isOnnx(model)) {
                digest.update((description.isEmpty() ? model : description).getBytes(StandardCharsets.UTF_8));
            }
            digest.update(weights);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }
}
