package dev.convoy.jobs.feature;

import dev.convoy.jobs.source.Origin;
import dev.convoy.jobs.source.StorageException;
import dev.convoy.state.MalformedFileException;
import dev.convoy.tensor.Printable;
import java.io.IOException;

/**
 * An image that failed.
 *
 * @param retryable whether it was storage that did not give it, so that another run may have the image
 * @param outage whether that was so as the store failed, and not as it refuses this one
 */
record Failure(Origin origin, Stage stage, String reason, boolean retryable, boolean outage) {

    /** The failure that an exception tells of. */
    static Failure of(Origin origin, Stage stage, Exception cause) {
        boolean outage = cause instanceof StorageException storage && !storage.answered();
        return new Failure(origin, stage, reason(cause), cause instanceof StorageException, outage);
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
