package dev.convoy.jobs.feature;

import dev.convoy.Footprint;
import dev.convoy.tensor.Shape;
import java.util.Locale;

/**
 * What the images of a run demand of an executor.
 *
 * @param image the shape of an image as the network takes it, {@code [C, H, W]}
 * @param anySize whether images have any size, and this one is an example
 * @param multiplyAdds multiplications, each with an addition, of an image
 * @param fileBytes the model's files, which a JVM holds as they were sent and as they were read
 * @param parameterBytes the weights of the model that it builds of them
 * @param packedBytes the weights as tasks read them; where images have any size, in all packings that sizes call for
 * @param workspaceBytes what a task computes in
 * @param inputBytes a task's batch of images, and the copy that is made of one that is not full
 * @param outputBytes what the layers give for a task's batch, and a row of it on its way to the file
 * @param rowGroupBytes the row group that a task gathers
 */
public record Demand(
        Shape image,
        boolean anySize,
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

    static Demand of(
            Shape image,
            boolean anySize,
            long multiplyAdds,
            long fileBytes,
            Footprint footprint,
            int batchSize,
            long layerBytes,
            long rowGroupBytes) {
        return new Demand(
                image,
                anySize,
                multiplyAdds,
                fileBytes,
                footprint.parameterBytes(),
                anySize ? footprint.mostPackedBytes() : footprint.packedBytes(),
                footprint.workspaceBytes(),
                inputBytes(image, batchSize),
                outputBytes(layerBytes, batchSize),
                rowGroupBytes);
    }

    /** So many images of a shape, in an array that grows and is copied where it is not full. */
    static long inputBytes(Shape image, int images) {
        return (long) Float.BYTES * image.elements() * (images == 1 ? 1 : 2L * images);
    }

    /** What layers give for so many images, and two copies of one of them. */
    static long outputBytes(long layerBytes, int images) {
        return (images + 2) * layerBytes;
    }

    /** The memory of a task beside the model. */
    public long taskBytes() {
        return workspaceBytes + inputBytes + outputBytes + rowGroupBytes;
    }

    /** Whether an executor's heap is large enough for as many tasks as run in it at a time. */
    public boolean fits(Cluster cluster) {
        return executorBytes(cluster.slotsOfExecutor()) <= cluster.usableBytes();
    }

    /** The memory of the model, whatever the number of tasks. */
    public long modelBytes() {
        return 2 * fileBytes + parameterBytes + packedBytes + SPARE;
    }

    /** The memory of a JVM in which so many tasks run at a time. */
    public long executorBytes(int tasks) {
        return modelBytes() + tasks * taskBytes();
    }

    /** The sum, for a message: what the model and the tasks of an executor take, and what there is for them. */
    String sum(Cluster cluster) {
        int tasks = cluster.slotsOfExecutor();
        String each =
                tasks == 1 ? "a task " + megabytes(taskBytes()) : tasks + " tasks " + megabytes(taskBytes()) + " each";
        return "the model takes " + megabytes(modelBytes()) + " and " + each + ", "
                + megabytes(executorBytes(tasks)) + " together, but of the " + megabytes(cluster.heapBytes()) + " that "
                + cluster.owner() + " has they may take " + megabytes(cluster.usableBytes());
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }
}
