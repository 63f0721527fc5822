package dev.convoy.jobs.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.net.NetUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two runs from adding to an output at once: a file beside its rows says which run does, and is written anew
 * every few seconds while that lives.
 *
 * <p>A run that was killed leaves its file. The next one takes it over: at once where the process was one of this host,
 * else when nobody has written the file for a while, so that no clocks of two hosts are compared.
 */
public final class RunLock implements AutoCloseable {

    static final String NAME = "_convoy.lock";

    private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param beat from a writing of the file to the next
     * @param patience for how long a file that is not written is watched
     */
    record Pace(Duration beat, Duration patience) {
        static final Pace USUAL = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    /**
     * What the file says.
     *
     * @param started when the process began
     * @param beat how often it was written before
     */
    record Holder(String host, long pid, String started, long beat) {

        static Holder current() {
            ProcessHandle process = ProcessHandle.current();
            return new Holder(NetUtils.getHostname(), process.pid(), started(process), 0);
        }

        private static String started(ProcessHandle process) {
            return process.info().startInstant().map(Instant::toString).orElse("");
        }

        private boolean isHere() {
            return host.equals(NetUtils.getHostname());
        }

        private boolean lives() {
            return ProcessHandle.of(pid)
                    .filter(process -> started(process).equals(started))
                    .isPresent();
        }

        private boolean isProcessOf(Holder other) {
            return host.equals(other.host) && pid == other.pid && started.equals(other.started);
        }

        Holder next() {
            return new Holder(host, pid, started, beat + 1);
        }
    }

    private final FileSystem files;
    private final Path file;
    private final Pace pace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread beats = new Thread(this::beat, "convoy-lock");
    private volatile Holder holder = Holder.current();

    private RunLock(FileSystem files, Path file, Pace pace) {
        this.files = files;
        this.file = file;
        this.pace = pace;
    }

    /**
     * Takes an output's lock; makes the directory if there is none.
     *
     * @throws IOException where another run has it, which the message names
     */
    public static RunLock take(Path directory, Configuration hadoop) throws IOException {
        return take(directory, hadoop, Pace.USUAL);
    }

    static RunLock take(Path directory, Configuration hadoop, Pace pace) throws IOException {
        Path file = new Path(directory, NAME);
        RunLock lock = new RunLock(file.getFileSystem(hadoop), file, pace);
        if (!lock.create()) {
            lock.requireLeft();
            lock.files.delete(file, false);
            if (!lock.create()) {
                throw lock.refusal(lock.read());
            }
        }
        lock.beats.setDaemon(true);
        lock.beats.start();
        return lock;
    }

    /** Gives it back; the directory goes with it where there is nothing else in it. */
    @Override
    public void close() throws IOException {
        closed.countDown();
        try {
            beats.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!isAnothers()) {
            files.delete(file, false);
            if (files.listStatus(file.getParent()).length == 0) {
                files.delete(file.getParent(), false);
            }
        }
    }

    private boolean create() throws IOException {
        try {
            write(false);
            return true;
        } catch (IOException e) {
            if (files.exists(file)) {
                return false;
            }
            throw e;
        }
    }

    /** Refuses a lock whose run lives; returns where that was killed, or gives it back meanwhile. */
    private void requireLeft() throws IOException {
        String left = read();
        Optional<Holder> of = parsed(left).filter(Holder::isHere);
        if (of.isPresent()) {
            if (of.get().lives()) {
                throw refusal(left);
            }
            return;
        }
        LOG.warn("{}: watching for {} s whether the run lives that left it", file, pace.patience.toSeconds());
        long end = System.nanoTime() + pace.patience.toNanos();
        while (System.nanoTime() < end) {
            try {
                TimeUnit.NANOSECONDS.sleep(pace.beat.toNanos() / 5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException(file + ": interrupted while it was watched");
            }
            String now = read();
            if (!files.exists(file)) {
                return;
            }
            if (!now.equals(left)) {
                throw refusal(now);
            }
        }
    }

    private IOException refusal(String holder) {
        return new IOException(file.getParent() + ": another run is adding to this output, and only one may at a time; "
                + NAME + " says " + holder);
    }

    private void beat() {
        try {
            while (!closed.await(pace.beat.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    if (isAnothers()) {
                        LOG.warn("{}: another run took this one for killed and took its place", file);
                        return;
                    }
                    holder = holder.next();
                    write(true);
                } catch (IOException e) {
                    LOG.warn("{}: not written: {}", file, e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAnothers() {
        return parsed(read()).filter(of -> !of.isProcessOf(holder)).isPresent();
    }

    private static Optional<Holder> parsed(String text) {
        try {
            return Optional.of(JSON.readValue(text, Holder.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private void write(boolean overwrite) throws IOException {
        try (OutputStream out = files.create(file, overwrite)) {
            out.write(JSON.writeValueAsBytes(holder));
        }
    }

    /** What the file says; nothing where it is not there or is just being written. */
    private String read() {
        try (InputStream in = files.open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
