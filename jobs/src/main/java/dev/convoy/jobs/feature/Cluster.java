package dev.convoy.jobs.feature;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * What tasks run on.
 *
 * @param slots the tasks that run at a time, all executors together
 * @param threads the cores of a task
 * @param slotsOfExecutor the tasks that run at a time in one JVM
 * @param heapBytes the heap of that JVM
 */
public record Cluster(int slots, int threads, int slotsOfExecutor, long heapBytes) {

    /** As Spark is set up, and as the executors are that are there already. */
    public static Cluster of(SparkContext context) {
        SparkConf conf = context.conf();
        int threads = conf.getInt("spark.task.cpus", 1);
        int cores = context.defaultParallelism();
        if (context.isLocal()) {
            int slots = Math.max(1, cores / threads);
            return new Cluster(slots, threads, slots, Runtime.getRuntime().maxMemory());
        }
        int executors = Math.max(1, context.getExecutorMemoryStatus().size() - 1);
        int coresOfExecutor = conf.getInt("spark.executor.cores", Math.max(1, cores / executors));
        int coresAsked = conf.getInt("spark.executor.instances", executors) * coresOfExecutor;
        return new Cluster(
                Math.max(1, Math.max(cores, coresAsked) / threads),
                threads,
                Math.max(1, coresOfExecutor / threads),
                conf.getSizeAsMb("spark.executor.memory", "1g") << 20);
    }
}
