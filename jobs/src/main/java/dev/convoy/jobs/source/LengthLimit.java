package dev.convoy.jobs.source;

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

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** Fails on a file of more bytes, and on one that fits no array. */
    public void check(long length) throws IOException {
        long most = Math.min(bytes, LONGEST_ARRAY);
        if (length > most) {
            throw new IOException("expected at most " + most + " bytes (" + source + "), but the file has " + length);
        }
    }
}
