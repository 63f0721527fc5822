package dev.convoy.state.torch;

import dev.convoy.state.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import net.razorvine.pickle.PickleException;

/** The bytes of a pickle, which knows where it is and how many are left; reading past the end is an error. */
final class PickleStream extends InputStream {

    private static final int CHUNK = 1 << 16;
    private static final int LONGEST_LINE = 1000;

    private final ByteSource source;
    private ByteBuffer chunk = ByteBuffer.allocate(0);
    private long chunkEnd;

    PickleStream(ByteSource source, long position) {
        this.source = source;
        this.chunkEnd = position;
    }

    /** The place of the next byte in the source. */
    long position() {
        return chunkEnd - chunk.remaining();
    }

    long remaining() {
        return source.size() - position();
    }

    @Override
    public int read() throws IOException {
        fill();
        return chunk.get() & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        fill();
        int count = Math.min(length, chunk.remaining());
        chunk.get(to, offset, count);
        return count;
    }

    /** The little-endian number that the next bytes make, which are not consumed. */
    long peek(int bytes) throws IOException {
        if (remaining() < bytes) {
            throw new PickleException("the pickle ends inside a number; the file is probably truncated");
        }
        ByteBuffer number = source.read(position(), bytes);
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << Byte.SIZE | number.get(i) & 0xff;
        }
        return value;
    }

    /** The text up to the next end of line, which is consumed. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = read(); next != '\n'; next = read()) {
            if (line.length() == LONGEST_LINE) {
                throw new PickleException("the pickle has a name that does not end; the file is damaged");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    private void fill() throws IOException {
        if (!chunk.hasRemaining()) {
            int count = (int) Math.min(CHUNK, source.size() - chunkEnd);
            if (count == 0) {
                throw new PickleException("the pickle does not end before the file does; it is probably truncated");
            }
            chunk = source.read(chunkEnd, count);
            chunkEnd += count;
        }
    }
}
