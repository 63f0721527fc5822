package dev.convoy.jobs.report;

import dev.convoy.jobs.feature.BadImageException;
import dev.convoy.jobs.parquet.WriteException;
import dev.convoy.jobs.source.StorageException;
import dev.convoy.tensor.Printable;
import java.io.IOException;

/** Finds, in what Spark wraps around it, what went wrong. */
public final class Causes {

    private Causes() {}

    /** The first that says all there is to say, else the last. */
    public static Throwable root(Throwable e) {
        Throwable cause = e;
        while (!isTold(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** What it says, in one line. */
    public static String line(Throwable cause) {
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        String line = Printable.firstLine(message);
        boolean named = cause instanceof IOException && cause.getClass() != IOException.class && !isTold(cause);
        return named ? cause.getClass().getSimpleName() + ": " + line : line;
    }

    /** Whether its message names the place and what to do. */
    public static boolean isTold(Throwable e) {
        return e instanceof BadImageException || e instanceof StorageException || e instanceof WriteException;
    }
}
