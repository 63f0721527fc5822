package dev.convoy.state.arrow;

import dev.convoy.state.AtomicFile;
import dev.convoy.state.ByteSource;
import dev.convoy.state.DType;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads and writes Arrow IPC files in which every column is a tensor of that name and the one row holds the tensors.
 *
 * <p>A column is a field of extension type {@code arrow.fixed_shape_tensor} over a {@code FixedSizeList} of as many
 * values as the tensor has elements, 1 for a scalar; its shape is in the field's extension metadata,
 * {@code {"shape":[64,3,7,7]}}. So pyarrow reads a column as an array of one tensor:
 * {@code table["conv1.weight"].chunk(0).to_numpy_ndarray()[0]}. The schema's custom metadata are the state dict's.
 *
 * <p>Values are floats of 16, 32 and 64 bits, signed and unsigned integers of 8 to 64 bits and booleans, which Arrow
 * packs 8 to a byte. Arrow has no bfloat16: {@link DType#BF16} is written as float32, which holds every bfloat16
 * exactly, and is read back as {@link DType#F32}.
 *
 * <p>Files come from strangers: every length is checked against the bytes that are there before anything is allocated,
 * and nothing is read outside the Java heap, so that a JVM needs no option for it. Compressed, big-endian and
 * dictionary-encoded files are refused, and so are those of Arrow before 0.15.
 *
 * @see <a
 *     href="https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc">the
 *     IPC format in the Arrow columnar format's specification</a>
 * @see <a href="https://arrow.apache.org/docs/format/CanonicalExtensions.html#fixed-shape-tensor">fixed shape tensor
 *     among the canonical extension types</a>
 */
public final class ArrowFile {

    private ArrowFile() {}

    /**
     * Reads a file into memory, one array a tensor, in the order of the columns. It may be of the file format or of the
     * stream format, which its content tells. A column with a permutation is read in its logical shape, row-major.
     *
     * @throws MalformedFileException if it is not a whole and valid Arrow file of one row of tensors
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
     * @throws MalformedFileException if it is not a whole and valid Arrow file of one row of tensors
     */
    public static StateDict read(String name, ByteBuffer bytes) throws MalformedFileException {
        return ByteSource.inMemory(name, bytes, source -> read(source));
    }

    /** As {@link #read(String, ByteBuffer)}, of a whole array. */
    public static StateDict read(String name, byte[] bytes) throws MalformedFileException {
        return read(name, ByteBuffer.wrap(bytes));
    }

    /** Whether a file with these first 8 bytes, as a little-endian number, can be an Arrow file or stream. */
    public static boolean recognises(long firstBytes) {
        return Ipc.isFile(firstBytes) || ((int) firstBytes == IpcMessage.CONTINUATION && firstBytes >= 0);
    }

    /**
     * Writes a file of the file format, uncompressed, each tensor aligned to 64 bytes. The file appears whole or not at
     * all.
     *
     * @throws IllegalArgumentException if Arrow has no such type as a tensor's, or if a name or the metadata are not
     *     Unicode
     * @throws IOException if it cannot be written
     */
    public static void write(Path path, StateDict state) throws IOException {
        AtomicFile.write(path, IpcWriter.contents(state));
    }

    private static StateDict read(ByteSource source) throws IOException {
        Ipc ipc = Ipc.read(source);
        Columns columns = Columns.read(ipc);
        IpcMessage row = onlyRow(source, ipc.batches());
        StateDict.Builder state = StateDict.builder().source(source.name());
        columns.metadata().forEach(state::metadata);
        new RowReader(source, row).read(columns.columns(), state);
        return state.build();
    }

    private static IpcMessage onlyRow(ByteSource source, List<IpcMessage> batches) throws IOException {
        IpcMessage row = null;
        long rows = 0;
        for (IpcMessage batch : batches) {
            long length = RowReader.rows(batch);
            rows = length > Long.MAX_VALUE - rows ? Long.MAX_VALUE : rows + length;
            row = length == 1 ? batch : row;
        }
        if (rows != 1) {
            throw source.malformed(
                    -1,
                    "the file has " + rows + " rows, but weights are one row, in which every column is a tensor"
                            + (rows == 0 ? "; the download is probably truncated" : ""));
        }
        return row;
    }
}
