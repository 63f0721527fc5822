package dev.convoy.jobs.report;

import dev.convoy.jobs.feature.Counters;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Prints how far a run is: on a terminal a line that is written anew every second, elsewhere one every 30 seconds. It
 * tells what ended tasks have done, and running ones as their executors' heartbeats say it or, where they run in this
 * JVM, as they count.
 */
public final class Progress extends SparkListener implements AutoCloseable {

    /** Clears what is left of a line, and goes back to its beginning: what others print there takes its place. */
    private static final String REWRITTEN = "\u001b[K\r";

    private final Counters counters;
    private final PrintStream out;
    private final boolean terminal;
    private final ProgressLine line;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread ticks = new Thread(this::tick, "convoy-progress");

    private final Map<Long, Count> running = new HashMap<>();
    private final Set<Long> ended = new HashSet<>();
    private Count done = new Count(0, 0);

    /**
     * A run's progress, which is printed from now on.
     *
     * @param total how many images there are in all, where that is known
     * @param terminal whether {@code out} is one
     */
    public Progress(Counters counters, OptionalLong total, PrintStream out, boolean terminal) {
        this.counters = counters;
        this.out = out;
        this.terminal = terminal;
        this.line = new ProgressLine(total, System.nanoTime());
        ticks.setDaemon(true);
        ticks.start();
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        long task = end.taskInfo().taskId();
        running.remove(task);
        if (ended.add(task) && end.taskInfo().successful()) {
            done = done.plus(count(CollectionConverters.asJava(end.taskInfo().accumulables())));
        }
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
        CollectionConverters.asJava(heartbeat.accumUpdates())
                .forEach(update -> running((Long) update._1(), count(CollectionConverters.asJava(update._4()))));
    }

    /** Prints no more, and leaves an empty line to what follows. */
    @Override
    public void close() {
        closed.countDown();
        try {
            ticks.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (terminal) {
            out.print(REWRITTEN);
            out.flush();
        }
    }

    private void tick() {
        try {
            for (int seconds = 1; !closed.await(1, TimeUnit.SECONDS); seconds++) {
                Count sum = sum();
                String text = line.at(System.nanoTime(), sum.images, sum.failed);
                if (terminal) {
                    out.print(text + REWRITTEN);
                    out.flush();
                } else if (seconds % 30 == 0) {
                    out.println(text);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Count sum() {
        counters.runningHere()
                .forEach((task, counted) -> running(
                        task, new Count(counted.images().sum(), counted.failed().sum())));
        return running.values().stream().reduce(done, Count::plus);
    }

    private void running(long task, Count count) {
        if (!ended.contains(task)) {
            running.put(task, count);
        }
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

    private record Count(long images, long failed) {
        Count plus(Count other) {
            return new Count(images + other.images, failed + other.failed);
        }
    }
}
