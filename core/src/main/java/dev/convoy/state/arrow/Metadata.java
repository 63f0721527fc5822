package dev.convoy.state.arrow;

import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.arrow.flatbuf.KeyValue;

/**
 * One flatbuffer of a file. Arrow's generated classes read it without verifying it: what refers outside of it must be
 * reached through {@link #within}. Not safe for use by several threads.
 */
final class Metadata {

    /**
     * A writer may store a string once for all who refer to it, such as a key. Strings that add up to more than so many
     * times the flatbuffer are there to cost time.
     */
    private static final int SHARING = 16;

    private final ByteSource source;
    private final long offset;
    private final String what;
    private final ByteBuffer bytes;
    private long room;

    Metadata(ByteSource source, long offset, int length, String what) throws IOException {
        this.source = source;
        this.offset = offset;
        this.what = what;
        this.bytes = source.read(offset, length);
        this.room = (long) SHARING * length;
    }

    /** Reads the flatbuffer. */
    interface Access<T> {
        T read() throws IOException;
    }

    /** What the access reads, unless it leads outside of the flatbuffer. */
    <T> T within(Access<T> access) throws IOException {
        try {
            return access.read();
        } catch (IndexOutOfBoundsException | IllegalArgumentException outside) {
            throw malformed(what + " is not valid: it refers to bytes outside of itself; the file is damaged");
        }
    }

    /** Where it is in the file. */
    long offset() {
        return offset;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** The text of a string; empty if it is absent. */
    String text(ByteBuffer string, String label) throws MalformedFileException {
        if (string == null) {
            return "";
        }
        spend(string.remaining() + Integer.BYTES);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(string).toString();
        } catch (CharacterCodingException notText) {
            throw malformed(label + " is not UTF-8 text");
        }
    }

    /** Pairs of keys and values, each key once. */
    Map<String, String> pairs(int length, IntFunction<KeyValue> vector, String label) throws IOException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < length; i++) {
            KeyValue pair = vector.apply(i);
            String key = text(pair.keyAsByteBuffer(), "a key in the metadata of " + label);
            String value = text(pair.valueAsByteBuffer(), "the value of '" + key + "' in the metadata of " + label);
            if (pairs.putIfAbsent(key, value) != null) {
                throw malformed("the key '" + key + "' occurs twice in the metadata of " + label);
            }
        }
        return pairs;
    }

    /** Counts what is read; fails where the same has been read again and again. */
    void spend(int length) throws MalformedFileException {
        room -= length;
        if (room < 0) {
            throw malformed(what + " refers to the same text again and again; the file is made to do harm");
        }
    }

    MalformedFileException malformed(String reason) {
        return source.malformed(offset, reason);
    }
}
