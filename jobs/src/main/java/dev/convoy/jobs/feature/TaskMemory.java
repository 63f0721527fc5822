package dev.convoy.jobs.feature;

import java.io.Serializable;

/**
 * The memory that a task has for images, and for what is made of them. It follows from the model and from how Spark is
 * set up: whether an image fits does not depend on those around it, nor on when it comes.
 *
 * @param modelBytes of the model, which the tasks of an executor share
 * @param rowGroupBytes the row group that a task gathers
 * @param cluster what tasks run on
 * @param bounded whether images have any size; else what they take was checked before the first
 */
public record TaskMemory(long modelBytes, long rowGroupBytes, Cluster cluster, boolean bounded)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** What the images of a batch may take, all together. */
    public long bytes() {
        return bounded
                ? (cluster.usableBytes() - modelBytes) / cluster.slotsOfExecutor() - rowGroupBytes
                : Long.MAX_VALUE;
    }

    /** Why an image that takes so much is not run. */
    String refusal(long imageBytes) {
        long wanted = modelBytes + cluster.slotsOfExecutor() * (rowGroupBytes + imageBytes);
        return "needs " + Demand.megabytes(imageBytes) + ", but of the " + Demand.megabytes(cluster.heapBytes())
                + " that " + cluster.owner() + " has a task may take " + Demand.megabytes(Math.max(0, bytes()))
                + " for images; --resize or --crop it, or give more: " + cluster.memoryOption(wanted);
    }
}
