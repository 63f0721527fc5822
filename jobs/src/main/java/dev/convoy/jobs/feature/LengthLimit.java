package dev.convoy.jobs.feature;

import java.io.IOException;
import java.io.Serializable;

/**
 * The longest file that is read.
 *
 * @param bytes its length
 * @param source the setting that says so
 */
record LengthLimit(long bytes, String source) implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** Fails on a file of more bytes. */
    void check(long length) throws IOException {
        long most = Math.min(bytes, LONGEST_ARRAY);
        if (length > most) {
            throw new IOException("expected at most " + most + " bytes (" + source + "), but the file has " + length);
        }
    }
}
