package dev.convoy.jobs.feature;

import dev.convoy.jobs.source.Origin;
import dev.convoy.jobs.source.StorageException;
import dev.convoy.state.MalformedFileException;
import dev.convoy.tensor.Printable;
import java.io.IOException;

/**
 * An image that failed.
 *
 * @param retryable whether it was storage that failed, so that another run may have the image
 */
record Failure(Origin origin, Stage stage, String reason, boolean retryable) {

    /** The failure that an exception tells of. */
    static Failure of(Origin origin, Stage stage, Exception cause) {
        return new Failure(origin, stage, reason(cause), cause instanceof StorageException);
    }

    private static String reason(Exception cause) {
        if (cause instanceof MalformedFileException e) {
            // The path stands beside the reason already.
            return (e.offset() >= 0 ? "at byte " + e.offset() + ": " : "") + e.reason();
        }
        if (cause instanceof StorageException e) {
            return e.reason();
        }
        String message = cause.getMessage();
        boolean expected = cause instanceof IOException || cause instanceof IllegalArgumentException;
        return expected && message != null ? message : cause.toString();
    }

    @Override
    public String toString() {
        return Printable.escaped(origin.path() + ": " + stage + ": " + reason);
    }
}
