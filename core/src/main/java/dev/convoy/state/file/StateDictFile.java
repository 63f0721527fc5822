package dev.convoy.state.file;

import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.OtherFormat;
import dev.convoy.state.StateDict;
import dev.convoy.state.arrow.ArrowFile;
import dev.convoy.state.npy.Npz;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.state.torch.TorchFile;
import dev.convoy.state.zip.ZipArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Reads weights of any supported format, which is told by the file's content and never by its name: safetensors and the
 * index of its shards, what {@code torch.save} writes, npz, and Arrow's IPC file and stream of tensors.
 */
public final class StateDictFile {

    private static final int ZIP_SIGNATURE = 0x04034b50;

    private StateDictFile() {}

    private enum Format {
        SAFETENSORS,
        SAFETENSORS_INDEX,
        TORCH,
        NPZ,
        ARROW
    }

    /**
     * Reads a file.
     *
     * @throws MalformedFileException if it is of no supported format, or not a whole and valid file of its own
     * @throws IOException if it cannot be read
     * @see Safetensors#read(Path)
     * @see TorchFile#read(Path)
     * @see Npz#read(Path)
     * @see ArrowFile#read(Path)
     */
    public static StateDict read(Path path) throws IOException {
        return switch (format(path)) {
            case SAFETENSORS, SAFETENSORS_INDEX -> Safetensors.read(path);
            case TORCH -> TorchFile.read(path);
            case NPZ -> Npz.read(path);
            case ARROW -> ArrowFile.read(path);
        };
    }

    /**
     * Whether a file is only the index of others that hold the weights.
     *
     * @throws IOException if it cannot be read, or is of no supported format
     */
    public static boolean isSplit(Path path) throws IOException {
        return format(path) == Format.SAFETENSORS_INDEX;
    }

    private static Format format(Path path) throws IOException {
        try (ByteSource source = ByteSource.open(path)) {
            return format(source);
        }
    }

    /**
     * Reads a file that is in memory, from the buffer's position to its limit. The bytes must not change afterwards. An
     * index of shards is refused: nothing lies beside it.
     *
     * @param name what to call the file in messages
     * @throws MalformedFileException if it is of no supported format, or not a whole and valid file of its own
     */
    public static StateDict read(String name, ByteBuffer bytes) throws MalformedFileException {
        return ByteSource.inMemory(name, bytes, source -> switch (format(source)) {
            case SAFETENSORS -> Safetensors.read(name, bytes);
            case TORCH -> TorchFile.read(name, bytes);
            case NPZ -> Npz.read(name, bytes);
            case ARROW -> ArrowFile.read(name, bytes);
            case SAFETENSORS_INDEX ->
                throw source.malformed(
                        -1, "this is an index of safetensors files, which can be read from its folder only");
        });
    }

    /** As {@link #read(String, ByteBuffer)}, of a whole array. */
    public static StateDict read(String name, byte[] bytes) throws MalformedFileException {
        return read(name, ByteBuffer.wrap(bytes));
    }

    private static Format format(ByteSource source) throws IOException {
        ByteBuffer start = source.read(0, (int) Math.min(source.size(), Long.BYTES));
        if (Safetensors.canBeIndex(source)) {
            return Format.SAFETENSORS_INDEX;
        }
        if (start.limit() > Integer.BYTES && start.getInt(0) == ZIP_SIGNATURE) {
            return zipped(source);
        }
        if (start.limit() == Long.BYTES && Safetensors.canBegin(start.getLong(0))) {
            return Format.SAFETENSORS;
        }
        if (start.limit() == Long.BYTES && ArrowFile.recognises(start.getLong(0))) {
            return Format.ARROW;
        }
        if (start.limit() > 0 && TorchFile.recognises(start.get(0) & 0xff)) {
            return Format.TORCH;
        }
        String guess = start.limit() < Long.BYTES
                ? "it has " + source.size() + " bytes"
                : OtherFormat.guess(start.getLong(0)).orElse("its content is unknown");
        throw source.malformed(
                0,
                "this is no file of weights in safetensors, in torch.save's format, in npz or in Arrow's IPC format: "
                        + guess);
    }

    private static Format zipped(ByteSource source) throws IOException {
        ZipArchive archive = ZipArchive.open(source);
        if (TorchFile.recognises(archive)) {
            return Format.TORCH;
        }
        for (String name : archive.names()) {
            if (!name.endsWith(".npy")) {
                throw source.malformed(
                        -1,
                        "this is a zip archive, but neither one of torch.save, which has a data.pkl, nor an npz, in "
                                + "which all names end in .npy: it has '" + name + "'");
            }
        }
        return Format.NPZ;
    }
}
