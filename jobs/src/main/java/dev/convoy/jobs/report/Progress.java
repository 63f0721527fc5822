package dev.convoy.jobs.report;

import dev.convoy.jobs.feature.Counters;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Prints how far a run is, at most a line a second: what ended tasks have done, and what running ones say in their
 * executors' heartbeats.
 */
public final class Progress extends SparkListener {

    private static final long INTERVAL = 1_000_000_000L;

    private final Counters counters;
    private final OptionalLong total;
    private final PrintStream out;
    private final long started = System.nanoTime();

    private final Map<Long, Count> running = new HashMap<>();
    private final Set<Long> ended = new HashSet<>();
    private Count done = new Count(0, 0);
    private Count printed = new Count(0, 0);
    private long printedAt = started;

    /** Of so many images in all, where that is known. */
    public Progress(Counters counters, OptionalLong total, PrintStream out) {
        this.counters = counters;
        this.total = total;
        this.out = out;
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        long task = end.taskInfo().taskId();
        running.remove(task);
        if (ended.add(task) && end.taskInfo().successful()) {
            done = done.plus(count(CollectionConverters.asJava(end.taskInfo().accumulables())));
        }
        print();
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
        CollectionConverters.asJava(heartbeat.accumUpdates()).forEach(update -> {
            long task = (Long) update._1();
            if (!ended.contains(task)) {
                running.put(task, count(CollectionConverters.asJava(update._4())));
            }
        });
        print();
    }

    private Count count(Iterable<AccumulableInfo> accumulables) {
        long images = 0;
        long failed = 0;
        for (AccumulableInfo accumulable : accumulables) {
            if (accumulable.update().isDefined() && accumulable.update().get() instanceof Long update) {
                images += accumulable.id() == counters.images().id() ? update : 0;
                failed += accumulable.id() == counters.failed().id() ? update : 0;
            }
        }
        return new Count(images, failed);
    }

    private void print() {
        long now = System.nanoTime();
        if (now - printedAt < INTERVAL) {
            return;
        }
        Count sum = running.values().stream().reduce(done, Count::plus);
        if (!sum.equals(printed)) {
            double seconds = (now - started) / 1e9;
            out.printf(
                    Locale.ROOT,
                    "images %d%s, %.1f/s%s, %d failed%n",
                    sum.images,
                    total.isPresent() ? "/" + total.getAsLong() : "",
                    sum.images / seconds,
                    left(seconds, sum.images),
                    sum.failed);
            printed = sum;
            printedAt = now;
        }
    }

    /** The time left, as {@code 1:05:00} or {@code 0:07}, if it goes on as it has so far; nothing if not known. */
    private String left(double seconds, long images) {
        if (total.isEmpty() || images == 0) {
            return "";
        }
        long left = Math.round(seconds * (total.getAsLong() - images) / images);
        String time = left >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", left / 3600, left / 60 % 60, left % 60)
                : String.format(Locale.ROOT, "%d:%02d", left / 60, left % 60);
        return ", about " + time + " left";
    }

    private record Count(long images, long failed) {
        Count plus(Count other) {
            return new Count(images + other.images, failed + other.failed);
        }
    }
}
