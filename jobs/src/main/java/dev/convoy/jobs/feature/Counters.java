package dev.convoy.jobs.feature;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What the tasks count while they run.
 *
 * <p>They are Spark's own accumulators, and their values of Spark's own or the JDK's classes, so that a driver can read
 * them from a heartbeat whatever its class loader.
 *
 * @param images images done, well or not
 * @param failed those that failed
 * @param bytes bytes of images read
 * @param failures the first failures of each task, as messages
 */
public record Counters(
        LongAccumulator images, LongAccumulator failed, LongAccumulator bytes, CollectionAccumulator<String> failures)
        implements Serializable {

    static final int FAILURES_PER_TASK = 5;

    /** New counters, which the context knows. */
    public static Counters register(SparkContext context) {
        return new Counters(
                context.longAccumulator("convoy images"),
                context.longAccumulator("convoy failed"),
                context.longAccumulator("convoy bytes"),
                context.collectionAccumulator("convoy failures"));
    }

    void done() {
        images.add(1L);
    }

    void failed(Failure failure) {
        failed.add(1L);
        if (failed.sum() <= FAILURES_PER_TASK) {
            failures.add(failure.toString());
        }
    }

    /** A few of the failures, sorted. */
    public List<String> firstFailures() {
        return failures.value().stream().sorted().limit(FAILURES_PER_TASK).toList();
    }
}
