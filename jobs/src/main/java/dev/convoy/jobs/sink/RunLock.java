package dev.convoy.jobs.sink;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two runs from writing an output at once: files beside its rows, {@code _convoy.lock} and what begins so, say
 * which run does. Of many that take it at once one gets it, on every storage that creates a file where there is none in
 * one step: local disks, HDFS, and object stores with conditional puts.
 *
 * <p>A run that was killed leaves its lock. The next one takes it over: at once where the process was one of this host
 * and no longer runs, else when its heartbeat has stood still for a while, so that no clocks of two hosts are compared.
 * A run that was only slow finds its lock gone: whoever has it asks {@link #requireHeld} before what cannot be undone.
 */
public final class RunLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);

    /**
     * How often a holder shows that it lives, and how long others wait for that.
     *
     * @param beat from a heartbeat to the next
     * @param patience for how long a heartbeat that stands still is watched
     */
    record Pace(Duration beat, Duration patience) {
        static final Pace USUAL = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    private final Path output;
    private final LockFiles files;
    private final Holder holder;
    private final Pace pace;
    private final Consumer<RunLock> lost;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread beats = new Thread(this::beat, "convoy-lock");

    private RunLock(Path output, LockFiles files, Pace pace, Consumer<RunLock> lost) {
        this.output = output;
        this.files = files;
        this.holder = Holder.current();
        this.pace = pace;
        this.lost = lost;
    }

    /**
     * Takes an output's lock; makes the directory if there is none.
     *
     * @param lost called, again and again until it is closed, when the lock is found to be another's
     * @throws IOException where another run has it, which the message names
     */
    public static RunLock take(Path output, Configuration hadoop, Consumer<RunLock> lost) throws IOException {
        return take(output, hadoop, Pace.USUAL, lost);
    }

    static RunLock take(Path output, Configuration hadoop, Pace pace, Consumer<RunLock> lost) throws IOException {
        RunLock lock = new RunLock(output, LockFiles.of(output, hadoop), pace, lost);
        if (!lock.files.areExclusive()) {
            LOG.warn(
                    "{}: this file system does not create a file only where there is none (an object store does by"
                            + " conditional puts), so two runs at once may not notice each other: see that only one"
                            + " writes this output",
                    output);
        }
        lock.take();
        lock.beats.setDaemon(true);
        lock.beats.start();
        return lock;
    }

    /** What this taking of the lock has and no other, for {@link #requireHeld(Path, String, Configuration)}. */
    public String token() {
        return holder.token().toString();
    }

    /**
     * Refuses to go on where the lock is no longer held under this token.
     *
     * @throws IOException where it is another's, which the message names, or is gone; or where that cannot be read
     */
    public static void requireHeld(Path output, String token, Configuration hadoop) throws IOException {
        requireHeld(output, token, LockFiles.of(output, hadoop));
    }

    /** Refuses to go on where this lock is no longer held. */
    public void requireHeld() throws IOException {
        requireHeld(output, token(), files);
    }

    /** Gives it back; the output's directory goes with it where there is nothing else in it. */
    @Override
    public void close() {
        closed.countDown();
        try {
            beats.join();
            files.release(holder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("{}: the lock is not given back, the next run takes it over: {}", output, e.getMessage());
        }
    }

    private void take() throws IOException {
        while (!files.isHeldBy(holder)) {
            Optional<LockFiles.Link> last = files.last();
            if (last.isPresent() && !isLeft(last.get())) {
                continue;
            }
            long begun = System.nanoTime();
            boolean taken = files.add(last, holder);
            requireSwift(begun);
            if (taken && last.isPresent()) {
                LOG.warn("{}: took over the lock of a run that ended without giving it back: {}", output, said(last));
            }
        }
    }

    /** Others may take a file that stands half-written for as long as they watch for left. */
    private void requireSwift(long begun) throws IOException {
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        if (took.compareTo(pace.patience) >= 0) {
            throw new IOException(output + ": expected to write the lock in less than " + pace.patience.toSeconds()
                    + " s, but that took " + took.toSeconds() + " s, and another run may have taken it meanwhile; say"
                    + " the same command again");
        }
    }

    /**
     * Refuses a lock whose run lives.
     *
     * @return whether it was left; else it is to be looked at again, as it changed meanwhile
     */
    private boolean isLeft(LockFiles.Link link) throws IOException {
        Optional<RunProcess> process = link.holder().map(Holder::process).filter(RunProcess::isVisible);
        if (process.isPresent()) {
            if (process.get().runs()) {
                throw refusal(Optional.of(link));
            }
            return true;
        }
        LOG.warn(
                "{}: watching for {} s whether the run lives that has the lock: {}",
                output,
                pace.patience.toSeconds(),
                said(Optional.of(link)));
        String heartbeat = files.heartbeat(link);
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < pace.patience.toNanos()) {
            sleep();
            Optional<LockFiles.Link> now = files.last();
            if (now.isEmpty()
                    || now.get().holder().isPresent() && !now.get().id().equals(link.id())) {
                return false;
            }
            if (!now.get().id().equals(link.id()) || !files.heartbeat(link).equals(heartbeat)) {
                throw refusal(now);
            }
        }
        return true;
    }

    private void sleep() throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(pace.beat.toNanos() / 5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(output + ": interrupted while its lock was watched");
        }
    }

    private IOException refusal(Optional<LockFiles.Link> last) {
        return new IOException(output + ": another run is writing this output, and only one may at a time: "
                + said(last) + "; wait until it has ended, or end it");
    }

    private void beat() {
        boolean held = true;
        try {
            for (long number = 1; !closed.await(pace.beat.toNanos(), TimeUnit.NANOSECONDS); number++) {
                try {
                    held &= files.isHeldBy(holder);
                    if (held) {
                        files.writeHeartbeat(holder, number);
                    } else {
                        lost.accept(this);
                    }
                } catch (IOException e) {
                    LOG.warn("{}: the lock's heartbeat is not written: {}", output, e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void requireHeld(Path output, String token, LockFiles files) throws IOException {
        Optional<LockFiles.Link> last = files.last();
        if (last.filter(link -> link.id().equals(token)).isEmpty()) {
            throw new IOException(output + ": this run lost its lock and ends, as only one may write an output: "
                    + last.map(link -> said(last) + " took it over, for want of a heartbeat")
                            .orElse("somebody deleted " + LockFiles.NAME)
                    + "; say the same command again when no other run writes this output");
        }
    }

    private static String said(Optional<LockFiles.Link> last) {
        return last.flatMap(LockFiles.Link::holder)
                .map(Holder::toString)
                .orElse("a run whose " + LockFiles.NAME + " cannot be read");
    }
}
