package dev.convoy.jobs.feature;

import dev.convoy.jobs.source.StorageException;
import java.io.UncheckedIOException;
import org.apache.spark.TaskContext;

/**
 * Decides, for one attempt of a task, what becomes of images that storage does not give: Spark tries the task again as
 * long as it may, elsewhere if it can, and in the last attempt they are failed images. Where a store is out altogether,
 * that fails too.
 */
final class StorageFailures {

    /** As many files, one after the other, are no exception: their store is out. */
    private static final int OUTAGE = 16;

    private final boolean last;
    private String latest = "";
    private int inARow;

    /**
     * The failures of the attempt that runs.
     *
     * @param attempts how often Spark tries a task
     */
    StorageFailures(TaskContext task, int attempts) {
        this.last = task.attemptNumber() >= attempts - 1;
    }

    /** An image was read. */
    void read() {
        inARow = 0;
    }

    /**
     * An image was not. Returns where it is to be a failed image.
     *
     * @throws UncheckedIOException where the attempt is to fail
     */
    void failed(StorageException failure) {
        if (failure.answered()) {
            return;
        }
        inARow += failure.path().equals(latest) ? 0 : 1;
        latest = failure.path();
        if (!last || inARow >= OUTAGE) {
            throw new UncheckedIOException(failure);
        }
    }
}
