package dev.convoy.state.arrow;

import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A buffer in the body of a record batch, read a window at a time. That what is asked for lies in it is the caller's
 * duty.
 */
final class BatchBuffer {

    private static final int WINDOW = 1 << 16;

    private final ByteSource source;
    private final long start;
    private final long length;

    private long windowStart;
    private ByteBuffer window = ByteBuffer.allocate(0);

    BatchBuffer(ByteSource source, long start, long length) {
        this.source = source;
        this.start = start;
        this.length = length;
    }

    long length() {
        return length;
    }

    /** What is wrong with the bytes from one on. */
    MalformedFileException malformed(long from, String reason) {
        return source.malformed(start + from, reason);
    }

    boolean bit(long index) throws IOException {
        return (bytes(index / Byte.SIZE, 1).get(0) >>> index % Byte.SIZE & 1) != 0;
    }

    /** So many bytes, as a little-endian buffer from 0 to its limit that must not be changed. */
    ByteBuffer bytes(long from, int count) throws IOException {
        if (count >= WINDOW) {
            return source.read(start + from, count);
        }
        if (from < windowStart || from + count > windowStart + window.limit()) {
            window = source.read(start + from, (int) Math.min(WINDOW, length - from));
            windowStart = from;
        }
        return window.slice((int) (from - windowStart), count).order(window.order());
    }
}
