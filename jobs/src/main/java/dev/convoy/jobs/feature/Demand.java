package dev.convoy.jobs.feature;

import dev.convoy.Footprint;
import dev.convoy.tensor.Shape;

/**
 * What the images of a run demand of an executor.
 *
 * @param image the shape of an image as the network takes it, {@code [C, H, W]}
 * @param multiplyAdds multiplications, each with an addition, of an image
 * @param fileBytes the model's files, which a JVM holds as they were sent and as they were read
 * @param parameterBytes the weights of the model that it builds of them
 * @param packedBytes the weights as tasks read them
 * @param workspaceBytes what a task computes in
 * @param inputBytes a task's batch of images, and the copy that is made of one that is not full
 * @param outputBytes what the layers give for a task's batch, and a row of it on its way to the file
 * @param rowGroupBytes the row group that a task gathers
 */
public record Demand(
        Shape image,
        long multiplyAdds,
        long fileBytes,
        long parameterBytes,
        long packedBytes,
        long workspaceBytes,
        long inputBytes,
        long outputBytes,
        long rowGroupBytes) {

    /** Packed weights lie in arrays of 16 MiB, the last of which may be nearly empty. */
    private static final long SPARE = 16 << 20;

    /** The part of a heap that a run counts on; the rest is Spark's, and an image's on its way to its pixels. */
    private static final double OF_HEAP = 0.6;

    static Demand of(
            Shape image,
            long multiplyAdds,
            long fileBytes,
            Footprint footprint,
            int batchSize,
            long layerBytes,
            long rowGroupBytes) {
        long imageBytes = (long) Float.BYTES * image.elements();
        return new Demand(
                image,
                multiplyAdds,
                fileBytes,
                footprint.parameterBytes(),
                footprint.packedBytes(),
                footprint.workspaceBytes(),
                (batchSize == 1 ? 1 : 2) * batchSize * imageBytes,
                (batchSize + 2) * layerBytes,
                rowGroupBytes);
    }

    /** The memory of a task beside the model. */
    public long taskBytes() {
        return workspaceBytes + inputBytes + outputBytes + rowGroupBytes;
    }

    /** Whether an executor's heap is large enough for as many tasks as run in it at a time. */
    public boolean fits(Cluster cluster) {
        return executorBytes(cluster.slotsOfExecutor()) <= OF_HEAP * cluster.heapBytes();
    }

    /** The memory of the model, whatever the number of tasks. */
    public long modelBytes() {
        return 2 * fileBytes + parameterBytes + packedBytes + SPARE;
    }

    /** The memory of a JVM in which so many tasks run at a time. */
    public long executorBytes(int tasks) {
        return modelBytes() + tasks * taskBytes();
    }
}
