package dev.convoy.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunLockTest {

    private static final RunLock.Pace FAST = new RunLock.Pace(Duration.ofMillis(50), Duration.ofSeconds(2));

    @TempDir
    private Path directory;

    private Path output;
    private Path file;

    @BeforeEach
    void nameFile() {
        output = directory.resolve("out");
        file = output.resolve(RunLock.NAME);
    }

    @Test
    void oneRunHoldsAnOutputAndTheNextOneAfterIt() throws Exception {
        try (RunLock first = take()) {
            assertThatThrownBy(this::take)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another run is adding to this output, and only one may at a time")
                    .hasMessageContaining("\"pid\":" + ProcessHandle.current().pid());
            assertThat(file).exists();
        }
        assertThat(output).doesNotExist();
        Files.createDirectory(output);
        Files.createFile(output.resolve("_convoy.json"));
        take().close();
        assertThat(output).isDirectoryContaining("glob:**/_convoy.json");
        assertThat(file).doesNotExist();
    }

    @Test
    void whatAKilledProcessOfThisHostLeftIsTakenAtOnce() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        String started = process.info().startInstant().orElseThrow().toString();
        process.destroyForcibly().waitFor();
        RunLock.Holder killed = new RunLock.Holder(RunLock.Holder.current().host(), process.pid(), started, 7);
        leave(killed);
        try (RunLock lock = RunLock.take(hadoop(output), new Configuration(), RunLock.Pace.USUAL)) {
            assertThat(said().pid()).isEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void aNumberThatAnotherProcessHasNowIsNoLivingRun() throws Exception {
        RunLock.Holder current = RunLock.Holder.current();
        leave(new RunLock.Holder(current.host(), current.pid(), "2001-02-03T04:05:06Z", 7));
        take().close();
        assertThat(file).doesNotExist();
    }

    @Test
    void whatARunOfAnotherHostLeftIsTakenWhenItWasNotWrittenForAWhile() throws Exception {
        leave(new RunLock.Holder("elsewhere/192.0.2.1", 1, "", 7));
        long begun = System.nanoTime();
        take().close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(FAST.patience());
    }

    @Test
    void whatWasCutOffWhileItWasWrittenIsTakenToo() throws Exception {
        Files.createDirectory(output);
        Files.writeString(file, "{\"host\":\"else");
        take().close();
        assertThat(file).doesNotExist();
    }

    @Test
    void aRunOfAnotherHostThatLivesKeepsIt() throws Exception {
        RunLock.Holder holder = new RunLock.Holder("elsewhere/192.0.2.1", 1, "", 0);
        leave(holder);
        Thread writer = new Thread(() -> {
            try {
                for (RunLock.Holder next = holder; true; next = next.next()) {
                    Thread.sleep(300);
                    leave(next);
                }
            } catch (IOException | InterruptedException e) {
                return;
            }
        });
        writer.setDaemon(true);
        writer.start();
        try {
            assertThatThrownBy(this::take)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another run is adding to this output");
        } finally {
            writer.interrupt();
            writer.join();
        }
    }

    @Test
    void whatIsGivenBackMeanwhileIsTakenAtOnce() throws Exception {
        leave(new RunLock.Holder("elsewhere/192.0.2.1", 1, "", 7));
        Thread owner = new Thread(() -> {
            try {
                Thread.sleep(300);
                Files.delete(file);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        owner.start();
        try (RunLock lock = RunLock.take(hadoop(output), new Configuration(), RunLock.Pace.USUAL)) {
            assertThat(said().pid()).isEqualTo(ProcessHandle.current().pid());
        }
        owner.join();
    }

    @Test
    void itIsWrittenAnewWhileItIsHeldAndLeftToWhoTookItOver() throws Exception {
        try (RunLock lock = take()) {
            while (said().beat() < 3) {
                Thread.sleep(10);
            }
            RunLock.Holder other = new RunLock.Holder("elsewhere/192.0.2.1", 1, "", 0);
            do {
                leave(other);
                Thread.sleep(10 * FAST.beat().toMillis());
            } while (!said().equals(other)); // it may have been about to be written
        }
        assertThat(said().host()).startsWith("elsewhere");
    }

    private RunLock take() throws IOException {
        return RunLock.take(hadoop(output), new Configuration(), FAST);
    }

    private static org.apache.hadoop.fs.Path hadoop(Path path) {
        return new org.apache.hadoop.fs.Path(path.toUri());
    }

    /** As a process of another host would, whose checksum this one does not see. */
    private void leave(RunLock.Holder holder) throws IOException {
        Files.createDirectories(output);
        Files.deleteIfExists(output.resolve("." + RunLock.NAME + ".crc"));
        Files.write(file, new ObjectMapper().writeValueAsBytes(holder));
    }

    /** What the file says when it is not just being written. */
    private RunLock.Holder said() {
        while (true) {
            try {
                return new ObjectMapper().readValue(file.toFile(), RunLock.Holder.class);
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
    }
}
