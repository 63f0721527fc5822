package dev.convoy.jobs.feature;

import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.source.Shares;
import java.util.OptionalInt;

/**
 * How a run is divided: a matter of speed and memory, not of results.
 *
 * @param partitions the tasks that the images are divided among; a table's own, unless others are said
 * @param batchSize the images that run together
 * @param slots the tasks that get as many images each; the next ones get fewer, so that all end together
 */
public record Sizing(int partitions, int batchSize, int slots) {

    private static final int BATCH = 8;
    /** So many that the first takes nearly half of what its slot does in all. */
    private static final int TASKS_A_SLOT = 4;
    /** What is done again where a task fails; where tasks fall, those of the first. */
    private static final int MOST_IMAGES_A_TASK = 2048;

    /**
     * As it was said, else as suits the images and the cores.
     *
     * @param images about how many there are
     * @param divided the partitions that they are divided into already, if they are
     */
    public static Sizing of(ExtractOptions options, int batchSize, long images, OptionalInt divided, Cluster cluster) {
        OptionalInt said = options.partitions().map(OptionalInt::of).orElse(divided);
        int partitions = said.orElseGet(() -> partitions(images, batchSize, cluster.slots()));
        return said.isEmpty() && partitions >= TASKS_A_SLOT * cluster.slots()
                ? new Sizing(partitions, batchSize, cluster.slots())
                : even(partitions, batchSize);
    }

    /** Tasks of as many images each. */
    public static Sizing even(int partitions, int batchSize) {
        return new Sizing(partitions, batchSize, partitions);
    }

    /** The images of each task. */
    Shares shares() {
        return slots < partitions ? new Shares(partitions, batchSize, slots) : Shares.even(partitions);
    }

    /**
     * As it was said, else the largest that fits an executor's heap; where images have any size, what that takes is not
     * known.
     *
     * @param rowGroupBytes the row group that a task gathers
     */
    public static int batchSize(ExtractOptions options, Extraction extraction, Cluster cluster, long rowGroupBytes) {
        return options.batchSize().orElseGet(() -> batchSize(extraction, cluster, rowGroupBytes));
    }

    private static int batchSize(Extraction extraction, Cluster cluster, long rowGroupBytes) {
        int batchSize = ceilDiv(BATCH, cluster.threads()) * cluster.threads();
        while (batchSize > 1
                && extraction.input().isPresent()
                && !extraction
                        .demand(batchSize, cluster.threads(), rowGroupBytes)
                        .map(demand -> demand.fits(cluster))
                        .orElse(true)) {
            batchSize /= 2;
        }
        return batchSize;
    }

    static int partitions(long images, int batchSize, int slots) {
        long wanted = Math.max((long) TASKS_A_SLOT * slots, ceilDiv(2 * images, MOST_IMAGES_A_TASK));
        long useful = Math.max(slots, ceilDiv(images, batchSize));
        return Math.toIntExact(Math.max(1, Math.min(images, Math.min(wanted, useful))));
    }

    private static int ceilDiv(long dividend, int divisor) {
        return Math.toIntExact((dividend + divisor - 1) / divisor);
    }
}
