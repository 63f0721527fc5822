package dev.convoy.jobs.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkContext;

/**
 * Ends a run in good order when a signal ends its process: its tasks are cancelled, what they wrote is removed, and the
 * output's lock is given back. The JVM exits with 128 and the signal's number, as is the convention.
 */
final class Interruption implements AutoCloseable {

    /** Before Spark's own hook, which stops the context. */
    private static final int PRIORITY = 100;

    /** How long a run has to end by itself, and then interrupted; Hadoop gives a hook 30 seconds. */
    private static final int BY_ITSELF = 18;

    private static final int INTERRUPTED = 8;

    private static volatile boolean begun;

    private final SparkContext context;
    private final Runnable message;
    private final Thread run = Thread.currentThread();
    private final Runnable hook = this::end;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Interruption(SparkContext context, Runnable message) {
        this.context = context;
        this.message = message;
    }

    /**
     * Watches over this thread's run until it is closed.
     *
     * @param message tells the user
     */
    static Interruption watch(SparkContext context, Runnable message) {
        Interruption interruption = new Interruption(context, message);
        ShutdownHookManager.get().addShutdownHook(interruption.hook, PRIORITY);
        return interruption;
    }

    /** Whether the process is ending, so that nobody needs to hear that the run failed. */
    static boolean hasBegun() {
        return begun;
    }

    @Override
    public void close() {
        ended.countDown();
        if (!begun && !ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(hook);
        }
    }

    private void end() {
        begun = true;
        message.run();
        try {
            if (!cancelled(BY_ITSELF)) {
                run.interrupt();
                cancelled(INTERRUPTED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cancels what the run begins, until it has ended or the time is over. */
    private boolean cancelled(int seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            if (!context.isStopped()) {
                context.cancelAllJobs();
            }
            if (ended.await(200, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }
}
