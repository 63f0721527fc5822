package dev.convoy.jobs.feature;

import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.source.Shares;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * How a run is divided: a matter of speed and memory, not of results.
 *
 * @param partitions the tasks that the images are divided among; a table's own, unless others are said
 * @param batchSize the images that run together
 * @param slots the tasks that get as many images each; the next ones get fewer, so that all end together
 */
public record Sizing(int partitions, int batchSize, int slots) {

    /** So many images are worth running together, whatever they are. */
    private static final int BATCH = 8;
    /** As many share a reading of the weights where images and outputs are small: large arrays cost more than that. */
    private static final int LARGE_BATCH = 32;

    /** Of {@link Demand#inputBytes}, which counts images twice. */
    private static final long LARGE_INPUT = 40 << 20;

    /** Of {@link Demand#outputBytes}. */
    private static final long LARGE_OUTPUT = 8 << 20;

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
        return slots < partitions ? new Shares(partitions, Math.min(batchSize, BATCH), slots) : Shares.even(partitions);
    }

    /**
     * As it was said, else 8 images, more where they and their outputs are small, fewer where an executor's heap is;
     * where images have any size, what they take is not known.
     *
     * @param rowGroupBytes the row group that a task gathers
     */
    public static int batchSize(Extraction extraction, Cluster cluster, long rowGroupBytes) {
        return extraction.options().batchSize().orElseGet(() -> suited(extraction, cluster, rowGroupBytes));
    }

    private static int suited(Extraction extraction, Cluster cluster, long rowGroupBytes) {
        int batchSize = ceilDiv(BATCH, cluster.threads()) * cluster.threads();
        if (extraction.input().isEmpty()) {
            return batchSize;
        }
        IntFunction<Optional<Demand>> demand = size -> extraction.demand(size, cluster.threads(), rowGroupBytes);
        while (2 * batchSize <= LARGE_BATCH
                && demand.apply(2 * batchSize).filter(Sizing::isSmall).isPresent()) {
            batchSize *= 2;
        }
        while (batchSize > 1
                && !demand.apply(batchSize).map(each -> each.fits(cluster)).orElse(true)) {
            batchSize /= 2;
        }
        return batchSize;
    }

    private static boolean isSmall(Demand demand) {
        return demand.inputBytes() <= LARGE_INPUT && demand.outputBytes() <= LARGE_OUTPUT;
    }

    static int partitions(long images, int batchSize, int slots) {
        long wanted = Math.max((long) TASKS_A_SLOT * slots, ceilDiv(2 * images, MOST_IMAGES_A_TASK));
        long useful = Math.max(slots, ceilDiv(images, Math.min(batchSize, BATCH)));
        return Math.toIntExact(Math.max(1, Math.min(images, Math.min(wanted, useful))));
    }

    private static int ceilDiv(long dividend, int divisor) {
        return Math.toIntExact((dividend + divisor - 1) / divisor);
    }
}
