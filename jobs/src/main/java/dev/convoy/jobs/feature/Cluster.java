package dev.convoy.jobs.feature;

import java.io.Serializable;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * What tasks run on.
 *
 * @param slots the tasks that run at a time, all executors together
 * @param threads the cores of a task
 * @param slotsOfExecutor the tasks that run at a time in one JVM
 * @param heapBytes the heap of that JVM
 * @param local whether that JVM is the driver
 */
public record Cluster(int slots, int threads, int slotsOfExecutor, long heapBytes, boolean local)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** The part of a heap that a run counts on; the rest is Spark's, and an image's on its way to its pixels. */
    private static final double OF_HEAP = 0.6;

    /** A JVM tells of some collectors' heaps that they are a little smaller than was asked for. */
    private static final double OF_ASKED = 0.95;

    private static final long GIB = 1L << 30;

    /** As Spark is set up, and as the executors are that are there already. */
    public static Cluster of(SparkContext context) {
        SparkConf conf = context.conf();
        int threads = conf.getInt("spark.task.cpus", 1);
        int cores = context.defaultParallelism();
        if (context.isLocal()) {
            int slots = Math.max(1, cores / threads);
            return new Cluster(slots, threads, slots, Runtime.getRuntime().maxMemory(), true);
        }
        int executors = Math.max(1, context.getExecutorMemoryStatus().size() - 1);
        int coresOfExecutor = conf.getInt("spark.executor.cores", Math.max(1, cores / executors));
        int coresAsked = conf.getInt("spark.executor.instances", executors) * coresOfExecutor;
        return new Cluster(
                Math.max(1, Math.max(cores, coresAsked) / threads),
                threads,
                Math.max(1, coresOfExecutor / threads),
                conf.getSizeAsMb("spark.executor.memory", "1g") << 20,
                false);
    }

    /** The part of the heap that a run counts on. */
    public long usableBytes() {
        return (long) (OF_HEAP * heapBytes);
    }

    /** The same cores and memory, all of an executor's cores for one task at a time. */
    Cluster oneTask() {
        int cores = slotsOfExecutor * threads;
        return new Cluster(Math.max(1, slots / slotsOfExecutor), cores, 1, heapBytes, local);
    }

    /** Whose heap it is, for messages. */
    String owner() {
        return local ? "the driver" : "an executor";
    }

    /** The option of spark-submit that gives a JVM so much to count on, in whole GiB. */
    String memoryOption(long bytes) {
        return (local ? "--driver-memory " : "--executor-memory ") + gibibytes(bytes) + "g";
    }

    /** The heap, in GiB, of which so much can be counted on. */
    static long gibibytes(long bytes) {
        return (long) Math.ceil(bytes / OF_HEAP / OF_ASKED / GIB);
    }
}
