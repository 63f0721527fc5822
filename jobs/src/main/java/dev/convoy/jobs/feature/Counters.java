package dev.convoy.jobs.feature;

import java.io.Serializable;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;

/**
 * What the tasks count while they run; Spark's UI shows it by task and by stage, under these names.
 *
 * <p>They are Spark's own accumulators, and their values of Spark's own or the JDK's classes, so that a driver can read
 * them from a heartbeat whatever its class loader.
 *
 * @param images images done, well or not
 * @param failed those that failed
 * @param failedAt those that failed at each stage
 * @param unread those of them that storage did not give
 * @param outages those of these where it did not refuse them but failed
 * @param bytes bytes of images read
 * @param failures the first failures of each task, as messages
 * @param seconds what each phase took, all tasks together
 */
public record Counters(
        LongAccumulator images,
        LongAccumulator failed,
        Map<Stage, LongAccumulator> failedAt,
        LongAccumulator unread,
        LongAccumulator outages,
        LongAccumulator bytes,
        CollectionAccumulator<String> failures,
        Map<Phase, DoubleAccumulator> seconds)
        implements Serializable {

    static final int FAILURES_PER_TASK = 5;

    /** The counters of the tasks that run in this JVM, by the ids of their attempts. */
    private static final Map<Long, Counters> RUNNING = new ConcurrentHashMap<>();

    /** New counters, which the context knows. */
    public static Counters register(SparkContext context) {
        Map<Stage, LongAccumulator> failedAt = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            failedAt.put(stage, context.longAccumulator("convoy failed at " + stage));
        }
        Map<Phase, DoubleAccumulator> seconds = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            seconds.put(phase, context.doubleAccumulator("convoy " + phase + " seconds"));
        }
        return new Counters(
                context.longAccumulator("convoy images"),
                context.longAccumulator("convoy failed"),
                failedAt,
                context.longAccumulator("convoy unread"),
                context.longAccumulator("convoy outages"),
                context.longAccumulator("convoy bytes"),
                context.collectionAccumulator("convoy failures"),
                seconds);
    }

    /** Shows these counters, a task's own, to {@link #runningHere} until the task ends. */
    void show(TaskContext task) {
        RUNNING.put(task.taskAttemptId(), this);
        task.addTaskCompletionListener((TaskCompletionListener) ended -> RUNNING.remove(task.taskAttemptId()));
    }

    /** What tasks of this run count that run in this JVM, by the ids of their attempts; the values are about right. */
    public Map<Long, Counters> runningHere() {
        Map<Long, Counters> running = new HashMap<>(RUNNING);
        running.values().removeIf(task -> task.images.id() != images.id());
        return running;
    }

    void done() {
        images.add(1L);
    }

    void failed(Failure failure) {
        failed.add(1L);
        failedAt.get(failure.stage()).add(1L);
        unread.add(failure.retryable() ? 1L : 0L);
        outages.add(failure.outage() ? 1L : 0L);
        if (failed.sum() <= FAILURES_PER_TASK) {
            failures.add(failure.toString());
        }
    }

    void spent(Phase phase, long nanos) {
        seconds.get(phase).add(nanos / 1e9);
    }

    /** What each phase took so far, all ended tasks together. */
    public Map<Phase, Double> secondsSpent() {
        Map<Phase, Double> spent = new EnumMap<>(Phase.class);
        seconds.forEach((phase, accumulator) -> spent.put(phase, accumulator.sum()));
        return spent;
    }

    /** The stage at which most images failed; none where none did. */
    public Optional<Stage> mostFailedAt() {
        return failedAt.entrySet().stream()
                .filter(stage -> stage.getValue().value() > 0)
                .max(Comparator.comparing(stage -> stage.getValue().value()))
                .map(Map.Entry::getKey);
    }

    /** A few of the failures, sorted. */
    public List<String> firstFailures() {
        return failures.value().stream().sorted().limit(FAILURES_PER_TASK).toList();
    }
}
