package dev.convoy.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class RunLockTest {

    /** For what is to be taken over, and for what is not, whatever else the machine does. */
    private static final RunLock.Pace IMPATIENT = new RunLock.Pace(Duration.ofMillis(50), Duration.ofSeconds(1));

    private static final RunLock.Pace PATIENT = new RunLock.Pace(Duration.ofMillis(50), Duration.ofHours(1));

    private static final RunProcess ELSEWHERE = new RunProcess("elsewhere/192.0.2.1", "pid:[1]", 1, "7");

    @TempDir
    private Path directory;

    private Path output;
    private Path file;

    @BeforeEach
    void nameFile() {
        output = directory.resolve("out");
        file = output.resolve(LockFiles.NAME);
    }

    @Test
    void oneRunHoldsAnOutputAndTheNextOneAfterIt() throws Exception {
        try (RunLock first = take(PATIENT)) {
            assertThatThrownBy(() -> take(PATIENT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "/out: another run is writing this output, and only one may at a time: process "
                                    + ProcessHandle.current().pid() + " on ")
                    .hasMessageContaining(" since 20")
                    .hasMessageEndingWith("; wait until it has ended, or end it");
            first.requireHeld();
            RunLock.requireHeld(hadoop(), first.token(), new Configuration());
        }
        assertThat(output).doesNotExist();
        Files.createDirectory(output);
        Files.createFile(output.resolve("_convoy.json"));
        take(PATIENT).close();
        assertThat(files()).containsExactly("_convoy.json");
    }

    @Test
    void whatAKilledProcessOfThisHostLeftIsTakenAtOnce() throws Exception {
        leave(file, Holder.of(killed()));
        try (RunLock lock = take(PATIENT)) {
            lock.requireHeld();
        }
        assertThat(output).doesNotExist();
    }

    @Test
    void whoIsKilledAfterATakeoverIsTakenOverToo() throws Exception {
        Holder first = Holder.of(killed());
        leave(file, first);
        leave(after(first), Holder.of(killed()));
        try (RunLock lock = take(PATIENT)) {
            lock.requireHeld();
            assertThat(files()).contains(LockFiles.NAME, LockFiles.NAME + "." + first.token());
        }
        assertThat(output).doesNotExist();
    }

    @Test
    void aNumberThatAnotherProcessHasNowIsNoLivingRun() throws Exception {
        RunProcess here = RunProcess.current();
        leave(file, Holder.of(new RunProcess(here.host(), here.pidNamespace(), here.pid(), "long ago")));
        take(PATIENT).close();
        assertThat(output).doesNotExist();
    }

    @Test
    void whatARunOfAnotherHostLeftIsTakenWhenItsHeartbeatStandsStill() throws Exception {
        leave(file, Holder.of(ELSEWHERE));
        take(IMPATIENT).close();
        assertThat(output).doesNotExist();
    }

    @Test
    void aRunOfAnotherHostThatLivesKeepsIt() throws Exception {
        assertThatALivingOneKeepsIt(ELSEWHERE);
    }

    @Test
    void aRunOfAnotherContainerOfThisHostIsNotTakenForDead() throws Exception {
        RunProcess here = RunProcess.current();
        assertThatALivingOneKeepsIt(new RunProcess(here.host(), "pid:[1]", here.pid(), "long ago"));
    }

    @Test
    void whatWasCutOffWhileItWasWrittenIsTakenToo() throws Exception {
        Files.createDirectory(output);
        Files.writeString(file, "{\"token\":\"else");
        take(IMPATIENT).close();
        assertThat(output).doesNotExist();
    }

    @Test
    void whatIsJustBeingWrittenIsItsWriters() throws Exception {
        Files.createDirectory(output);
        Files.createFile(file);
        Thread writer = later(() -> Files.write(file, Holder.current().json()));
        assertThatThrownBy(() -> take(PATIENT))
                .hasMessageContaining("another run is writing this output")
                .hasMessageContaining(": process " + ProcessHandle.current().pid());
        writer.join();
    }

    @Test
    void whatIsGivenBackMeanwhileIsTakenAtOnce() throws Exception {
        leave(file, Holder.of(ELSEWHERE));
        Thread owner = later(() -> Files.delete(file));
        try (RunLock lock = take(PATIENT)) {
            lock.requireHeld();
        }
        owner.join();
    }

    @Test
    void aRunThatWasTakenOverHearsOfItAndLeavesTheLockToTheOther() throws Exception {
        CountDownLatch lost = new CountDownLatch(2);
        Holder other = Holder.of(ELSEWHERE);
        try (RunLock lock = RunLock.take(hadoop(), new Configuration(), IMPATIENT, it -> lost.countDown())) {
            leave(output.resolve(LockFiles.NAME + "." + lock.token()), other);
            lost.await();
            assertThatThrownBy(lock::requireHeld)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("/out: this run lost its lock and ends, as only one may write an output:"
                            + " process 1 on elsewhere/192.0.2.1 since ")
                    .hasMessageContaining(" took it over");
            assertThatThrownBy(() -> RunLock.requireHeld(hadoop(), lock.token(), new Configuration()))
                    .hasMessageContaining("lost its lock");
        }
        RunLock.requireHeld(hadoop(), other.token().toString(), new Configuration());
    }

    @Test
    void aRunWhoseLockWasDeletedHearsOfIt() throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        try (RunLock lock = RunLock.take(hadoop(), new Configuration(), IMPATIENT, it -> lost.countDown())) {
            Files.delete(file);
            lost.await();
            assertThatThrownBy(lock::requireHeld).hasMessageContaining("somebody deleted _convoy.lock");
            try (RunLock other = take(PATIENT)) {
                lock.close();
                other.requireHeld();
            }
        }
    }

    @Test
    void whoComesLateToTakeOverGetsNothing() throws Exception {
        Holder dead = Holder.of(killed());
        leave(file, dead);
        LockFiles lock = LockFiles.of(hadoop(), new Configuration());
        Optional<LockFiles.Link> judged = lock.last();
        Holder late = Holder.current();

        try (RunLock other = take(PATIENT)) {
            assertThat(lock.add(judged, late)).as("taken over by another").isFalse();
            other.requireHeld();
        }
        Files.createDirectories(output);
        assertThat(lock.add(judged, late)).as("given back by that").isFalse();
        assertThat(files()).isEmpty();
        try (RunLock next = take(PATIENT)) {
            assertThat(lock.add(judged, late)).as("taken by a third").isFalse();
            lock.release(late);
            next.requireHeld();
            assertThat(files()).containsOnlyOnce(LockFiles.NAME);
        }
    }

    @Test
    void aFileSystemThatIsNotKnownToCreateInOneStepIsNotTrusted() throws Exception {
        assertThat(LockFiles.of(new org.apache.hadoop.fs.Path("http://127.0.0.1/out"), new Configuration())
                        .areExclusive())
                .isFalse();
        assertThat(LockFiles.of(hadoop(), new Configuration()).areExclusive()).isTrue();
    }

    private void assertThatALivingOneKeepsIt(RunProcess process) throws Exception {
        Holder holder = Holder.of(process);
        leave(file, holder);
        LockFiles lock = LockFiles.of(hadoop(), new Configuration());
        CountDownLatch ended = new CountDownLatch(1);
        Thread beats = new Thread(() -> {
            try {
                for (long number = 1; ended.getCount() > 0; number++) {
                    lock.writeHeartbeat(holder, number);
                    Thread.sleep(20);
                }
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        beats.start();
        try {
            assertThatThrownBy(() -> take(PATIENT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another run is writing this output")
                    .hasMessageContaining(": " + process + " since ");
        } finally {
            ended.countDown();
            beats.join();
        }
    }

    private RunLock take(RunLock.Pace pace) throws IOException {
        return RunLock.take(hadoop(), new Configuration(), pace, lost -> {});
    }

    private org.apache.hadoop.fs.Path hadoop() {
        return new org.apache.hadoop.fs.Path(output.toString());
    }

    private Path after(Holder holder) {
        return output.resolve(LockFiles.NAME + "." + holder.token());
    }

    /** As another process does. */
    private void leave(Path place, Holder holder) throws IOException {
        Files.createDirectories(output);
        Files.write(place, holder.json());
    }

    private static RunProcess killed() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        RunProcess said = RunProcess.of(process.pid());
        assertThat(said.runs()).isTrue();
        process.destroyForcibly().waitFor();
        assertThat(said.runs()).isFalse();
        return said;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(output)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** While the lock is watched, most probably; what comes of it is the same if not. */
    private static Thread later(Step step) {
        Thread thread = new Thread(() -> {
            try {
                Thread.sleep(200);
                step.run();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        return thread;
    }
}
