package dev.convoy.jobs.source;

import dev.convoy.state.ByteSource;
import java.io.IOException;
import java.io.Serializable;

/**
 * The longest file of an image that is read.
 *
 * @param bytes its length
 * @param source the setting that says so
 */
public record LengthLimit(long bytes, String source) implements Serializable {

    private static final long serialVersionUID = 1;

    /** Fails on a file of more bytes, and on one that fits no array. */
    public void check(long length) throws IOException {
        long most = Math.min(bytes, ByteSource.LARGEST_ARRAY);
        if (length > most) {
            throw new IOException("expected at most " + most + " bytes (" + source + "), but the file has " + length);
        }
    }
}
