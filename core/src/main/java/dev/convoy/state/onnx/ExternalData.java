package dev.convoy.state.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the bytes of tensors that lie in files beside the model. Only files in the model's own folder are opened, and
 * in folders below it: no absolute path, no {@code ..}, no symbolic link that leads outside.
 *
 * @see <a href="https://onnx.ai/onnx/repo-docs/ExternalData.html">ONNX, external data</a>
 */
final class ExternalData {

    private final String model;
    private final Path folder;
    private final Map<Path, Long> taken = new HashMap<>();

    /** @param folder the model's; null if it is in memory alone */
    ExternalData(String model, Path folder) {
        this.model = model;
        this.folder = folder;
    }

    /** So many bytes of a tensor. */
    ByteBuffer read(TensorProto tensor, long bytes) throws IOException {
        String label = "tensor " + Names.quoted(tensor.getName());
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            if (entries.put(entry.getKey(), entry.getValue()) != null) {
                throw malformed(label + " gives '" + Names.printable(entry.getKey()) + "' of its external data twice");
            }
        }
        String location = entries.get("location");
        if (location == null) {
            throw malformed(label + " has external data without a location");
        }
        if (folder == null) {
            throw malformed(label + " lies in a file beside the model, " + Names.quoted(location)
                    + ", which can be read from the model's path only, not from bytes in memory");
        }
        Path path = inside(label, location);
        long offset = number(label, entries, "offset", 0);
        try (ByteSource source = ByteSource.open(path)) {
            long length = number(label, entries, "length", bytes);
            if (length != bytes) {
                throw malformed(label + " takes " + bytes + " bytes, but the length of its external data is " + length);
            }
            if (offset > source.size() || length > source.size() - offset) {
                throw malformed(label + " takes bytes " + offset + " to " + (offset + length) + " of "
                        + Names.quoted(location) + ", but that file has " + source.size()
                        + "; it is probably truncated or another model's");
            }
            if (taken.merge(path, length, Long::sum) > source.size()) {
                throw malformed(label + " and those before it take more bytes of " + Names.quoted(location)
                        + " than it has; tensors must not overlap");
            }
            if (length > ByteSource.LARGEST_ARRAY) {
                throw malformed(label + " takes " + length + " bytes; at most 2 GB are read");
            }
            return source.read(offset, (int) length);
        }
    }

    private Path inside(String label, String location) throws IOException {
        Path relative;
        try {
            relative = Path.of(location);
        } catch (InvalidPathException e) {
            throw malformed(label + " has external data at " + Names.quoted(location) + ", which is no path");
        }
        boolean leaves = relative.isAbsolute() || location.contains("\\") || location.contains(":");
        for (Path name : relative) {
            leaves |= name.toString().equals("..");
        }
        Path path = folder.resolve(relative);
        if (leaves || location.isEmpty()) {
            throw outside(label, location);
        }
        if (!Files.exists(path)) {
            throw malformed(label + " has external data in " + Names.quoted(location)
                    + ", which does not exist; the file belongs beside the model");
        }
        Path real = path.toRealPath();
        if (!real.startsWith(folder.toRealPath())) {
            throw outside(label, location);
        }
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw malformed(label + " has external data in " + Names.quoted(location) + ", which is no regular file");
        }
        return real;
    }

    private MalformedFileException outside(String label, String location) {
        return malformed(label + " has external data at " + Names.quoted(location)
                + ", which is not inside the model's folder; the model is probably malicious");
    }

    private long number(String label, Map<String, String> entries, String key, long otherwise)
            throws MalformedFileException {
        String text = entries.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The message below says what was found.
        }
        throw malformed(
                label + " has external data with " + key + " " + Names.quoted(text) + ", which is no number of bytes");
    }

    private MalformedFileException malformed(String reason) {
        return new MalformedFileException(model, -1, reason);
    }
}
