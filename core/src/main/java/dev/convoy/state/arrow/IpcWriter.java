package dev.convoy.state.arrow;

import dev.convoy.state.DType;
import dev.convoy.state.StateDict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lays out a file of the IPC file format: schema, one record batch, the stream's end, footer. */
final class IpcWriter {

    /** What Arrow recommends for the place of a buffer. */
    private static final int ALIGNMENT = 64;

    private IpcWriter() {}

    /** Where a tensor's values lie in the body. */
    record Place(long offset, long length) {

        /** The place's end, padded. */
        long end() {
            return padded(offset + length);
        }
    }

    /** The file's bytes, one buffer at a time. */
    static Iterator<ByteBuffer> contents(StateDict state) {
        Map<String, StateDict.Entry> entries = state.entries();
        entries.forEach((name, entry) -> {
            if (ValueType.stored(entry.dtype()).isEmpty()) {
                throw new IllegalArgumentException("tensor '" + name + "' is of type " + entry.dtype()
                        + ", which Arrow does not have; write it as safetensors, or convert it to F32");
            }
        });
        List<Place> places = new ArrayList<>();
        long end = 0;
        for (StateDict.Entry entry : entries.values()) {
            DType stored = ValueType.stored(entry.dtype()).orElseThrow();
            Place place = new Place(end, Column.valueBytes(stored, entry.shape().elements()));
            places.add(place);
            end = place.end();
        }
        FlatBuffers flat = new FlatBuffers(state);
        ByteBuffer schema = prefixed(flat.schemaMessage(), Ipc.PADDED_MAGIC);
        int batchStart = Ipc.PADDED_MAGIC + schema.remaining();
        ByteBuffer batch = prefixed(flat.batchMessage(places, end), batchStart);
        ByteBuffer footer = flat.footer(batchStart, batch.remaining(), end);
        return Stream.of(
                        Stream.of(ByteBuffer.wrap(Ipc.MAGIC), ByteBuffer.allocate(2), schema, batch),
                        entries.values().stream().flatMap(IpcWriter::values),
                        Stream.of(end(), footer, trailer(footer.remaining())))
                .flatMap(part -> part)
                .iterator();
    }

    private static Stream<ByteBuffer> values(StateDict.Entry entry) {
        ByteBuffer values = switch (entry.dtype()) {
            case BOOL -> packed(entry.bytes());
            case BF16 -> widened(entry.bytes());
            default -> entry.bytes();
        };
        int padding = (int) (padded(values.remaining()) - values.remaining());
        return Stream.of(values, ByteBuffer.allocate(padding));
    }

    private static ByteBuffer packed(ByteBuffer booleans) {
        byte[] bits = new byte[(booleans.limit() + 7) / Byte.SIZE];
        for (int i = 0; i < booleans.limit(); i++) {
            bits[i / Byte.SIZE] |= (byte) (booleans.get(i) == 0 ? 0 : 1 << i % Byte.SIZE);
        }
        return ByteBuffer.wrap(bits);
    }

    private static ByteBuffer widened(ByteBuffer halves) {
        ByteBuffer floats =
                ByteBuffer.allocate(Math.multiplyExact(halves.limit(), 2)).order(ByteOrder.LITTLE_ENDIAN);
        while (halves.hasRemaining()) {
            floats.putInt(halves.getShort() << 16);
        }
        return floats.flip();
    }

    /** A message's metadata behind their prefix, padded so that what follows is aligned in the file. */
    private static ByteBuffer prefixed(ByteBuffer metadata, int start) {
        int end = (int) padded((long) start + IpcMessage.PREFIX + metadata.remaining());
        ByteBuffer message = ByteBuffer.allocate(end - start).order(ByteOrder.LITTLE_ENDIAN);
        return message.putInt(IpcMessage.CONTINUATION)
                .putInt(message.capacity() - IpcMessage.PREFIX)
                .put(metadata)
                .rewind();
    }

    private static ByteBuffer end() {
        return ByteBuffer.allocate(IpcMessage.PREFIX)
                .putInt(IpcMessage.CONTINUATION)
                .rewind();
    }

    private static ByteBuffer trailer(int footerLength) {
        return ByteBuffer.allocate(Integer.BYTES + Ipc.MAGIC.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footerLength)
                .put(Ipc.MAGIC)
                .flip();
    }

    private static long padded(long length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
