package dev.convoy.state.npy;

import dev.convoy.state.ByteSource;
import dev.convoy.state.DType;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.state.Strided;
import dev.convoy.state.zip.ZipArchive;
import dev.convoy.state.zip.ZipWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads and writes npz files, NumPy's format for named arrays: a zip archive of npy files.
 *
 * <p>Read are stored and deflated archives ({@code numpy.savez} and {@code numpy.savez_compressed}) of the arrays that
 * {@link Npy} reads; integers and booleans stay what they are. Files come from strangers: see {@link ZipArchive} for
 * what is checked.
 */
public final class Npz {

    private static final String SUFFIX = ".npy";

    private Npz() {}

    /**
     * Reads a file into memory; the names keep the order of the archive, without their {@code .npy}.
     *
     * @throws MalformedFileException if it is not a whole and valid npz file of supported types; a damaged array's
     *     place is counted from its own start
     * @throws IOException if it cannot be read
     */
    public static StateDict read(Path path) throws IOException {
        try (ByteSource source = ByteSource.open(path)) {
            return read(source);
        }
    }

    /**
     * Reads a file that is in memory, from the buffer's position to its limit. The bytes must not change afterwards.
     *
     * @param name what to call the file in messages
     * @throws MalformedFileException if it is not a whole and valid npz file of supported types
     */
    public static StateDict read(String name, ByteBuffer bytes) throws MalformedFileException {
        return ByteSource.inMemory(name, bytes, source -> read(source));
    }

    /** As {@link #read(String, ByteBuffer)}, of a whole array. */
    public static StateDict read(String name, byte[] bytes) throws MalformedFileException {
        return read(name, ByteBuffer.wrap(bytes));
    }

    private static StateDict read(ByteSource source) throws IOException {
        ZipArchive archive = ZipArchive.open(source);
        StateDict.Builder state = StateDict.builder().source(source.name());
        for (String entry : archive.names()) {
            if (!entry.endsWith(SUFFIX)) {
                throw source.malformed(
                        -1, "entry '" + entry + "' is not an array: the names in an npz file end in " + SUFFIX);
            }
            ByteBuffer file = archive.read(entry);
            Header header = HeaderReader.read(source.name() + "/" + entry, file);
            String name = entry.substring(0, entry.length() - SUFFIX.length());
            state.put(name, header.dtype(), header.shape(), elements(header, file));
        }
        return state.build();
    }

    /** The elements row-major and little-endian. */
    private static ByteBuffer elements(Header header, ByteBuffer file) {
        int elementBytes = header.dtype().bits() / Byte.SIZE;
        ByteBuffer elements = file.slice(header.dataStart(), file.limit() - header.dataStart());
        if (header.fortranOrder()) {
            elements = Strided.gather(elements, elementBytes, 0, header.shape(), Strided.columnMajor(header.shape()));
        }
        return header.byteOrder() == ByteOrder.BIG_ENDIAN ? reversed(elements, elementBytes) : elements;
    }

    private static ByteBuffer reversed(ByteBuffer elements, int elementBytes) {
        byte[] bytes = new byte[elements.limit()];
        for (int i = 0; i < bytes.length; i++) {
            int within = i % elementBytes;
            bytes[i - within + elementBytes - 1 - within] = elements.get(i);
        }
        return ByteBuffer.wrap(bytes);
    }

    /**
     * Writes a file, byte for byte as {@code numpy.savez} writes the arrays. The file appears whole or not at all.
     *
     * @throws IllegalArgumentException if NumPy has no such type as a tensor's, or if a name is longer than 65531 bytes
     * @throws IOException if it cannot be written
     */
    public static void write(Path path, StateDict state) throws IOException {
        state.entries().forEach((name, entry) -> {
            if (HeaderReader.descr(entry.dtype()).isEmpty()) {
                throw new IllegalArgumentException("tensor '" + name + "' is of type " + entry.dtype()
                        + ", which NumPy does not have; write it as safetensors, or convert it to F32");
            }
        });
        List<String> entries = state.names().stream().map(name -> name + SUFFIX).toList();
        ZipWriter.write(path, entries, file -> {
            StateDict.Entry entry = state.entry(file.substring(0, file.length() - SUFFIX.length()));
            DType dtype = entry.dtype();
            return List.of(
                    HeaderWriter.write(HeaderReader.descr(dtype).orElseThrow(), entry.shape(), false), entry.bytes());
        });
    }
}
