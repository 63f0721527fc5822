package dev.convoy.state.arrow;

import com.google.flatbuffers.Table;
import dev.convoy.state.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;

/**
 * An encapsulated message: 4 bytes that mark it, 4 of its metadata's length, the metadata, which are a flatbuffer
 * padded to 8 bytes, and the body.
 */
final class IpcMessage {

    static final int CONTINUATION = 0xffffffff;
    static final int PREFIX = 2 * Integer.BYTES;

    /** A schema's are some bytes a column, a record batch's 32 or 48. */
    private static final int MOST_METADATA = 1 << 26;

    private final Metadata metadata;
    private final Message message;
    private final byte type;
    private final long bodyStart;
    private final long bodyLength;

    private IpcMessage(Metadata metadata, Message message, byte type, long bodyStart, long bodyLength) {
        this.metadata = metadata;
        this.message = message;
        this.type = type;
        this.bodyStart = bodyStart;
        this.bodyLength = bodyLength;
    }

    /**
     * The message that begins at an offset and ends before a limit; empty if the stream ends there.
     *
     * @param limit at most the size of the source
     */
    static Optional<IpcMessage> read(ByteSource source, long offset, long limit) throws IOException {
        if (limit - offset < PREFIX) {
            throw source.malformed(
                    offset,
                    "a message begins with " + PREFIX + " bytes, but " + (limit - offset)
                            + " are there; the download is probably truncated");
        }
        ByteBuffer prefix = source.read(offset, PREFIX);
        if (prefix.getInt(0) != CONTINUATION) {
            throw source.malformed(
                    offset,
                    "a message begins with the bytes ff ff ff ff, but this one with "
                            + String.format("%08x", Integer.reverseBytes(prefix.getInt(0)))
                            + "; the file is damaged, or older than Arrow 0.15");
        }
        int length = prefix.getInt(Integer.BYTES);
        if (length == 0) {
            return Optional.empty();
        }
        long start = offset + PREFIX;
        if (length < 0 || length > limit - start) {
            throw source.malformed(
                    offset,
                    "a message has " + Integer.toUnsignedString(length) + " bytes of metadata, but only "
                            + (limit - start) + " bytes follow; the download is probably truncated");
        }
        if (length > MOST_METADATA) {
            throw source.malformed(
                    offset,
                    "a message has " + length + " bytes of metadata, but at most " + MOST_METADATA + " are supported");
        }
        Metadata metadata = new Metadata(source, start, length, "the metadata of a message");
        return Optional.of(metadata.within(() -> read(metadata, start + length, limit)));
    }

    private static IpcMessage read(Metadata metadata, long bodyStart, long limit) throws IOException {
        Message message = Message.getRootAsMessage(metadata.bytes());
        checkVersion(metadata, message.version());
        long bodyLength = message.bodyLength();
        if (bodyLength < 0 || bodyLength > limit - bodyStart) {
            throw metadata.malformed("a message has a body of " + Long.toUnsignedString(bodyLength)
                    + " bytes, but only " + (limit - bodyStart) + " bytes follow; the download is probably truncated");
        }
        return new IpcMessage(metadata, message, message.headerType(), bodyStart, bodyLength);
    }

    static void checkVersion(Metadata metadata, short version) throws IOException {
        if (version != MetadataVersion.V4 && version != MetadataVersion.V5) {
            throw metadata.malformed("the metadata are of version V" + (version + 1)
                    + ", but versions V4 and V5 are supported, which Arrow writes since 0.8");
        }
    }

    Metadata metadata() {
        return metadata;
    }

    boolean isSchema() {
        return type == MessageHeader.Schema;
    }

    boolean isRecordBatch() {
        return type == MessageHeader.RecordBatch;
    }

    /** Fails where this, which is no record batch, is no dictionary either: nothing else follows a schema. */
    void requireDictionary() throws IOException {
        if (type != MessageHeader.DictionaryBatch) {
            throw metadata.malformed("record batches follow the schema, but this is a message of kind " + kind());
        }
    }

    /** Its kind, for messages. */
    String kind() {
        return type >= 0 && type < MessageHeader.names.length ? MessageHeader.name(type) : "number " + type;
    }

    /** Sets the table to the message's header. Called within the metadata. */
    <T extends Table> T header(T table) throws IOException {
        if (message.header(table) == null) {
            throw metadata.malformed("a message of kind " + kind() + " is empty; the file is damaged");
        }
        return table;
    }

    long bodyStart() {
        return bodyStart;
    }

    long bodyLength() {
        return bodyLength;
    }

    long end() {
        return bodyStart + bodyLength;
    }
}
