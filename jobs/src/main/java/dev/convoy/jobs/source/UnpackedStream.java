package dev.convoy.jobs.source;

import dev.convoy.state.MalformedFileException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a file's compressed data hold. Damage in the data ends it with a {@link MalformedFileException}; an error of
 * reading the file itself passes as it is.
 */
final class UnpackedStream extends InputStream {

    private final String path;
    private final ArchiveFormat format;
    private final Packed packed;
    private final InputStream unpacked;
    private boolean damaged;

    UnpackedStream(String path, ArchiveFormat format, InputStream file) throws IOException {
        this.path = path;
        this.format = format;
        this.packed = new Packed(file);
        try {
            this.unpacked = format.unpack(path, packed);
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (damaged) {
            return -1;
        }
        try {
            return unpacked.read(bytes, offset, length);
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (packed) {
            unpacked.close();
        }
    }

    private IOException failure(Exception cause) {
        damaged = true;
        if (cause == packed.failure) {
            return packed.failure;
        }
        if (cause instanceof MalformedFileException malformed) {
            return malformed;
        }
        String reason = cause instanceof EOFException || cause.getMessage() == null
                ? "they end too early, or are damaged"
                : cause.getMessage();
        MalformedFileException failure =
                new MalformedFileException(path, -1, "expected whole " + format.description() + ", but " + reason);
        failure.initCause(cause);
        return failure;
    }

    /** The file, which knows whether it was the one that failed. */
    private static final class Packed extends FilterInputStream {

        private IOException failure;

        Packed(InputStream file) {
            super(file);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
