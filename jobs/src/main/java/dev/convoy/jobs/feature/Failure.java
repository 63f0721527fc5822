package dev.convoy.jobs.feature;

import java.io.IOException;

/** An image that failed. */
record Failure(String path, Stage stage, String reason) {

    /** The failure that an exception tells of. */
    static Failure of(String path, Stage stage, Exception cause) {
        String message = cause.getMessage();
        boolean expected = cause instanceof IOException || cause instanceof IllegalArgumentException;
        return new Failure(path, stage, expected && message != null ? message : cause.toString());
    }

    @Override
    public String toString() {
        return path + ": " + stage + ": " + reason;
    }
}
