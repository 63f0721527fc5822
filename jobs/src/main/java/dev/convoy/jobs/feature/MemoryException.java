package dev.convoy.jobs.feature;

/** A task had less memory than it was reckoned to take; the message tells what helps. */
public final class MemoryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    MemoryException(OutOfMemoryError cause) {
        super(
                "a task ran out of memory, in a heap of "
                        + Demand.megabytes(Runtime.getRuntime().maxMemory())
                        + "; give it more (--executor-memory, of a local master --driver-memory), or let fewer tasks run"
                        + " at a time (--conf spark.task.cpus=2)",
                cause);
    }
}
