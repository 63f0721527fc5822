package dev.convoy.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three processes of two threads each take one lock at once, again and again: one of the six gets it. */
@Timeout(1200)
class LockRaceIT {

    private static final int TRIALS = 50;
    private static final int PROCESSES = 3;

    @TempDir
    private Path directory;

    @Test
    void oneOfManyGetsTheLockOfALocalOutput() throws Exception {
        race(directory.resolve("outputs").toUri().toString());
    }

    @Test
    void oneOfManyGetsTheLockOfAnOutputOnHdfs() throws Exception {
        Configuration configuration = LockRacer.configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("hdfs").toString());
        try (MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(configuration).numDataNodes(1).build()) {
            race(cluster.getURI() + "/outputs");
        }
    }

    private static void race(String outputs) throws Exception {
        FileSystem files = raw(new org.apache.hadoop.fs.Path(outputs).getFileSystem(LockRacer.configuration()));
        RunProcess dead = dead();
        List<Racer> racers = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                racers.add(Racer.start());
            }
            for (Racer racer : racers) {
                assertThat(racer.answer()).isEqualTo("ready");
            }
            for (int trial = 0; trial < TRIALS; trial++) {
                for (int killed : List.of(0, 1 + trial % 2)) {
                    String what = outputs + "/" + trial + "-after-" + killed + "-that-were-killed";
                    leave(files, what, dead, killed);
                    assertThat(told(racers, what).stream()
                                    .mapToInt(Integer::parseInt)
                                    .sum())
                            .as(what)
                            .isEqualTo(1);
                    assertThat(told(racers, "end")).as(what).isEqualTo(Collections.nCopies(PROCESSES, "given back"));
                    assertThat(files.exists(new org.apache.hadoop.fs.Path(what)))
                            .as(what)
                            .isFalse();
                }
            }
        } finally {
            racers.forEach(Racer::close);
        }
    }

    /** What all of them answer to a line. */
    private static List<String> told(List<Racer> racers, String line) throws IOException {
        for (Racer racer : racers) {
            racer.tell(line);
        }
        List<String> answers = new ArrayList<>();
        for (Racer racer : racers) {
            answers.add(racer.answer());
        }
        return answers;
    }

    /** Leaves the lock of a run that was killed, after it had taken that over of another one, and so on. */
    private static void leave(FileSystem files, String output, RunProcess dead, int killed) throws IOException {
        String name = LockFiles.NAME;
        for (int i = 0; i < killed; i++) {
            Holder holder = Holder.of(dead);
            try (OutputStream out = files.create(new org.apache.hadoop.fs.Path(output, name))) {
                out.write(holder.json());
            }
            name = LockFiles.NAME + "." + holder.token();
        }
    }

    private static FileSystem raw(FileSystem files) {
        return files instanceof LocalFileSystem local ? local.getRaw() : files;
    }

    private static RunProcess dead() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        RunProcess dead = RunProcess.of(process.pid());
        process.destroyForcibly().waitFor();
        return dead;
    }

    private record Racer(Process process, BufferedReader answers) {

        static Racer start() throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LockRacer.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Racer(
                    process,
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        }

        void tell(String line) throws IOException {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        String answer() throws IOException {
            return answers.readLine();
        }

        void close() {
            process.destroyForcibly();
        }
    }
}
