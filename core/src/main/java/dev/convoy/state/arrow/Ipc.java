package dev.convoy.state.arrow;

import dev.convoy.state.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Schema;

/**
 * The schema and the record batches of an Arrow file or stream.
 *
 * <p>A stream is the schema's message, then the batches', then the end's. A file is a stream between two marks, with a
 * footer that repeats the schema and says where the batches lie; only what the footer names is read.
 *
 * @param metadata the flatbuffer that the schema is in
 */
record Ipc(Metadata metadata, Schema schema, List<IpcMessage> batches) {

    /** What a file begins with, padded to 8 bytes, and ends with. */
    static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

    static final int PADDED_MAGIC = 8;

    private static final int TRAILER = Integer.BYTES + 6;
    private static final long MAGIC_BITS = 0xffff_ffff_ffffL;

    static boolean isFile(long firstBytes) {
        return (firstBytes & MAGIC_BITS) == 0x3157_4f52_5241L;
    }

    static Ipc read(ByteSource source) throws IOException {
        return startsFile(source) ? readFile(source) : readStream(source);
    }

    /** Whether the source is of the file format; else it is of the stream format. */
    static boolean startsFile(ByteSource source) throws IOException {
        if (source.size() < Long.BYTES) {
            throw source.malformed(
                    -1,
                    "the file has " + source.size()
                            + " bytes, which no Arrow file has; the download is probably truncated");
        }
        long firstBytes = source.read(0, Long.BYTES).getLong(0);
        if (isFile(firstBytes)) {
            return true;
        }
        if ((int) firstBytes == IpcMessage.CONTINUATION) {
            return false;
        }
        throw source.malformed(
                0, "an Arrow file begins with ARROW1, and an Arrow stream with ff ff ff ff; this is neither");
    }

    private static Ipc readFile(ByteSource source) throws IOException {
        Metadata metadata = footer(source);
        return metadata.within(() -> {
            Footer footer = Footer.getRootAsFooter(metadata.bytes());
            IpcMessage.checkVersion(metadata, footer.version());
            Schema schema = footer.schema();
            if (schema == null) {
                throw metadata.malformed("the footer has no schema; the file is damaged");
            }
            return new Ipc(metadata, schema, batches(source, metadata, footer, metadata.offset()));
        });
    }

    /** The number of record batches that a file's footer names. */
    static int batchesInFooter(ByteSource source) throws IOException {
        Metadata metadata = footer(source);
        return metadata.within(() -> Footer.getRootAsFooter(metadata.bytes()).recordBatchesLength());
    }

    private static Metadata footer(ByteSource source) throws IOException {
        long size = source.size();
        long room = size - PADDED_MAGIC - TRAILER;
        ByteBuffer trailer = room < 0 ? null : source.read(size - TRAILER, TRAILER);
        if (trailer == null || !trailer.slice(Integer.BYTES, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw source.malformed(-1, "the file does not end with ARROW1; the download is probably truncated");
        }
        int length = trailer.getInt(0);
        if (length <= 0 || length > room) {
            throw source.malformed(
                    size - TRAILER,
                    "the footer's length is given as " + Integer.toUnsignedString(length) + " bytes, but " + room
                            + " bytes are there; the file is damaged");
        }
        long start = size - TRAILER - length;
        return new Metadata(source, start, length, "the footer");
    }

    private static List<IpcMessage> batches(ByteSource source, Metadata metadata, Footer footer, long end)
            throws IOException {
        List<IpcMessage> batches = new ArrayList<>();
        long room = end - PADDED_MAGIC;
        for (int i = 0; i < footer.recordBatchesLength(); i++) {
            Block block = footer.recordBatches(i);
            long offset = block.offset();
            int head = block.metaDataLength();
            long body = block.bodyLength();
            String place = "record batch " + i + ", " + head + " bytes of metadata and " + body
                    + " bytes of body from byte " + offset + " on,";
            if (offset < PADDED_MAGIC || offset > end || head < 0 || body < 0 || body > end - offset - head) {
                throw metadata.malformed(place + " does not lie between the mark and the footer, bytes " + PADDED_MAGIC
                        + " to " + end + "; the file is damaged");
            }
            room -= head + body;
            if (room < 0) {
                throw metadata.malformed(place + " overlaps another; the file is damaged");
            }
            IpcMessage batch = IpcMessage.read(source, offset, offset + head + body)
                    .filter(IpcMessage::isRecordBatch)
                    .orElseThrow(() -> metadata.malformed(place + " is no record batch; the file is damaged"));
            if (batch.bodyStart() != offset + head || batch.bodyLength() != body) {
                throw metadata.malformed(place + " has a body of " + batch.bodyLength() + " bytes from byte "
                        + batch.bodyStart() + " on by its own account; the file is damaged");
            }
            batches.add(batch);
        }
        return batches;
    }

    /** The message of a stream's schema. */
    static IpcMessage schemaMessage(ByteSource source, long start) throws IOException {
        return IpcMessage.read(source, start, source.size())
                .filter(IpcMessage::isSchema)
                .orElseThrow(
                        () -> source.malformed(start, "an Arrow stream begins with a schema, but this one does not"));
    }

    private static Ipc readStream(ByteSource source) throws IOException {
        long size = source.size();
        IpcMessage first = schemaMessage(source, 0);
        Schema schema = first.metadata().within(() -> first.header(new Schema()));
        List<IpcMessage> batches = new ArrayList<>();
        long offset = first.end();
        while (offset < size) {
            Optional<IpcMessage> next = IpcMessage.read(source, offset, size);
            if (next.isEmpty()) {
                offset += IpcMessage.PREFIX;
                break;
            }
            IpcMessage message = next.get();
            if (message.isRecordBatch()) {
                batches.add(message);
            } else {
                message.requireDictionary();
            }
            offset = message.end();
        }
        requireEnd(source, offset);
        return new Ipc(first.metadata(), schema, batches);
    }

    /** Fails where more follows the end of a stream. */
    static void requireEnd(ByteSource source, long offset) throws IOException {
        if (offset < source.size()) {
            throw source.malformed(
                    offset,
                    (source.size() - offset) + " bytes follow the end of the stream; the file is damaged, or another "
                            + "one is appended");
        }
    }
}
