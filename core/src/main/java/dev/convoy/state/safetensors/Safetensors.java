package dev.convoy.state.safetensors;

import dev.convoy.state.AtomicFile;
import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.OtherFormat;
import dev.convoy.state.StateDict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * Reads and writes safetensors files: 8 bytes of header length, a JSON header, then the tensors' bytes without a gap.
 *
 * <p>Files come from strangers: every length is checked against the bytes that are there before anything is allocated,
 * and a file that breaks the format in any way is refused with a {@link MalformedFileException}. Fields of a tensor's
 * entry that the format does not know are ignored, as the reference library ignores them.
 */
public final class Safetensors {

    private static final int PREFIX = Long.BYTES;
    private static final int LARGEST_HEADER = 100_000_000;
    private static final int LARGEST_ARRAY = ByteSource.LARGEST_ARRAY;

    private Safetensors() {}

    /**
     * Reads a file into memory, one array a tensor; the names keep the order of the header.
     *
     * <p>The file may also be an index, {@code model.safetensors.index.json}, which is recognised by its content: then
     * the tensors come from the shards that it names, which lie beside it, in the order of its {@code weight_map}.
     *
     * @throws MalformedFileException if it is not a whole and valid safetensors file, or if an index and its shards do
     *     not agree on every tensor
     * @throws IOException if it cannot be read
     */
    public static StateDict read(Path path) throws IOException {
        try (ByteSource source = ByteSource.open(path)) {
            return ShardIndex.begins(source) ? ShardIndex.read(path, source) : read(source);
        }
    }

    /**
     * Reads a file that is in memory, from the buffer's position to its limit. The bytes are not copied and must not
     * change afterwards.
     *
     * @param name what to call the file in messages
     * @throws MalformedFileException if it is not a whole and valid safetensors file
     */
    public static StateDict read(String name, ByteBuffer bytes) throws MalformedFileException {
        return ByteSource.inMemory(name, bytes, source -> read(source));
    }

    /** As {@link #read(String, ByteBuffer)}, of a whole array. */
    public static StateDict read(String name, byte[] bytes) throws MalformedFileException {
        return read(name, ByteBuffer.wrap(bytes));
    }

    /**
     * Writes a file, byte for byte as the reference library does: tensors sorted by type, descending, then by name; the
     * header padded to a multiple of 8 bytes. The file appears whole or not at all.
     *
     * @throws IllegalArgumentException if a tensor's name cannot be written: {@code __metadata__}, or not Unicode
     * @throws IOException if it cannot be written
     */
    public static void write(Path path, StateDict state) throws IOException {
        List<String> order = HeaderWriter.order(state);
        ByteBuffer header = prefixed(HeaderWriter.write(state, order));
        Iterator<String> names = order.iterator();
        AtomicFile.write(path, new Iterator<>() {
            private boolean headerDone;

            @Override
            public boolean hasNext() {
                return !headerDone || names.hasNext();
            }

            @Override
            public ByteBuffer next() {
                if (!headerDone) {
                    headerDone = true;
                    return header;
                }
                return state.entry(names.next()).bytes();
            }
        });
    }

    /**
     * Writes weights as shards, {@code NAME-00001-of-00003.safetensors} and so on, and the index that names them.
     *
     * @param index the index's path, {@code NAME.safetensors.index.json}; the shards lie beside it
     * @param largestShard how many bytes of tensors a shard holds at most; a larger tensor has a shard of its own
     * @throws IllegalArgumentException if the index is named otherwise, or a tensor's name cannot be written
     * @throws IOException if a file cannot be written
     */
    public static void writeSharded(Path index, StateDict state, long largestShard) throws IOException {
        ShardWriter.write(index, state, largestShard);
    }

    /**
     * The bytes {@link #write} would put into a file.
     *
     * @throws IllegalArgumentException if they are more than an array can hold, or if a name cannot be written
     */
    public static byte[] toBytes(StateDict state) {
        List<String> order = HeaderWriter.order(state);
        ByteBuffer header = prefixed(HeaderWriter.write(state, order));
        long size = header.remaining();
        for (StateDict.Entry entry : state.entries().values()) {
            size += entry.byteCount();
        }
        if (size > LARGEST_ARRAY) {
            throw new IllegalArgumentException("the state dict takes " + size
                    + " bytes as safetensors, but an array holds " + LARGEST_ARRAY + "; write it to a file");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size).put(header);
        for (String name : order) {
            bytes.put(state.entry(name).bytes());
        }
        return bytes.array();
    }

    private static ByteBuffer prefixed(byte[] header) {
        return ByteBuffer.allocate(PREFIX + header.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .flip();
    }

    /** Whether a file begins as JSON does and cannot be a safetensors file, so that it may be an index of shards. */
    public static boolean canBeIndex(ByteSource source) throws IOException {
        return ShardIndex.begins(source);
    }

    /** Reads one file, which is not an index. */
    static StateDict read(ByteSource source) throws IOException {
        String name = source.name();
        long size = source.size();
        if (size < PREFIX) {
            throw new MalformedFileException(
                    name,
                    -1,
                    "the file has " + size + " bytes, but a safetensors file begins with the 8 bytes of its header's "
                            + "length; the download is probably truncated");
        }
        int headerLength = headerLength(name, size, source.read(0, PREFIX).getLong(0));
        long dataStart = (long) PREFIX + headerLength;
        Header header = HeaderReader.read(name, source.read(PREFIX, headerLength));
        Layout.check(name, header.tensors(), dataStart, size);

        StateDict.Builder state = StateDict.builder().source(name);
        header.metadata().forEach(state::metadata);
        for (Header.Tensor tensor : header.tensors()) {
            if (tensor.length() > LARGEST_ARRAY) {
                throw new MalformedFileException(
                        name,
                        dataStart + tensor.begin(),
                        tensor.label() + " takes " + tensor.length() + " bytes, but at most " + LARGEST_ARRAY
                                + " are supported");
            }
            ByteBuffer bytes = source.read(dataStart + tensor.begin(), (int) tensor.length());
            state.put(tensor.name(), tensor.dtype(), tensor.shape(), bytes);
        }
        return state.build();
    }

    /** Whether a file with these first 8 bytes, as a little-endian number, can be a safetensors file. */
    public static boolean canBegin(long firstBytes) {
        return firstBytes >= 0 && firstBytes <= LARGEST_HEADER;
    }

    private static int headerLength(String name, long size, long length) throws MalformedFileException {
        if (length >= 0 && length <= Math.min(LARGEST_HEADER, size - PREFIX)) {
            return (int) length;
        }
        String stated = "the header's length is given as " + Long.toUnsignedString(length) + " bytes, but ";
        boolean tooLong = length < 0 || length > LARGEST_HEADER;
        throw new MalformedFileException(
                name,
                0,
                stated
                        + (tooLong
                                ? "at most " + LARGEST_HEADER + " are allowed; "
                                        + OtherFormat.guess(length).orElse("this is probably not a safetensors file")
                                : "only " + (size - PREFIX) + " bytes follow; the download is probably truncated"));
    }
}
