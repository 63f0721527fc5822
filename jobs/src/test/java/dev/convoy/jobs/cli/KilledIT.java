package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end in the midst of a run: the rows are right all the same. */
class KilledIT extends SparkSuite {

    private static final int IMAGES = 14;
    private static final int ROUND = 2;

    @TempDir
    private static Path directory;

    private Path images;

    @BeforeAll
    void drawImages() throws Exception {
        images = Samples.images(directory.resolve("images"), IMAGES);
        Files.writeString(images.resolve("bad.jpg"), "no image");
    }

    @Test
    void theSameCommandGoesOnWhereADriverWasKilled() throws Exception {
        Path output = directory.resolve("driver");
        Object[] extract = extract(output, "local[2]");
        int least = 0;
        for (int kill = 1; kill <= 2; kill++) {
            FrontProcess driver = FrontProcess.start(directory, extract);
            awaitFiles(driver, output, least + 4);
            driver.kill();
            Front killed = driver.end();
            assertThat(killed.code()).as("killed by SIGKILL").isEqualTo(128 + 9);
            assertThat(files(output)).isBetween(least + 4, IMAGES);
            least = files(output);
            assertThat(output.resolve("_convoy.json")).exists();
        }

        Front again = Front.run(directory, extract);
        assertThat(again.complaints()).isEmpty();
        assertThat(again.code()).isZero();
        assertThat(again.out()).containsPattern("images listed +" + (IMAGES + 1) + "\n");
        assertThat(again.out()).containsPattern("images done before +[1-9]\\d*\n");

        Front verified = Front.run(directory, "verify", "--output", output, "--sample", 1000, "--master", "local[2]");
        assertThat(verified.complaints()).isEmpty();
        assertThat(verified.out())
                .containsPattern("rows in the output +" + (IMAGES + 1) + "\n")
                .containsPattern("rows checked +" + (IMAGES + 1) + "\n")
                .containsPattern("images repeated +0\n");
        assertThat(verified.code()).isZero();
        assertRowsAreRight(output);
    }

    @Test
    void aSignalEndsARunInGoodOrder() throws Exception {
        Path output = directory.resolve("signal");
        FrontProcess driver = FrontProcess.start(directory, extract(output, "local[2]"));
        awaitFiles(driver, output, 2);
        driver.process().destroy();
        Front ended = driver.end();
        assertThat(ended.code()).as("ended by SIGTERM").isEqualTo(128 + 15);
        assertThat(ended.complaints())
                .containsExactly("convoy extract: ended by a signal; the same command with --incremental goes on where"
                        + " the last commit ended");
        assertThat(output.resolve("_temporary")).doesNotExist();
        assertThat(output.resolve("_convoy.lock")).doesNotExist();

        assertThat(Front.run(directory, extract(output, "local[2]")).code()).isZero();
        assertRowsAreRight(output);
    }

    @Test
    void aRunOutlivesAnExecutor() throws Exception {
        Path output = directory.resolve("executor");
        FrontProcess driver = FrontProcess.start(directory, extract(output, "local-cluster[2,1,1024]"));
        awaitFiles(driver, output, 2);
        kill(executors(driver.process().toHandle()));
        assertOutlived(driver.end(), output);
    }

    @Test
    void aRunOutlivesAWorker() throws Exception {
        Path output = directory.resolve("worker");
        try (StandaloneCluster cluster = StandaloneCluster.start(directory.resolve("cluster"), 2)) {
            FrontProcess driver = FrontProcess.start(directory, extract(output, cluster.master()));
            awaitFiles(driver, output, 2);
            kill(cluster.workers());
            assertOutlived(driver.end(), output);
        }
    }

    private void assertOutlived(Front run, Path output) {
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .containsOnlyOnce("WARN FaultListener: executor ")
                .containsPattern("executor \\d on \\S+ is lost, and its tasks are tried elsewhere: ");
        assertThat(run.out()).containsPattern("executors lost +1\n");
        assertRowsAreRight(output);
    }

    private void assertRowsAreRight(Path output) {
        assertThat(Outputs.ok(spark(), output).stream().map(row -> row.<String>getAs("path")))
                .hasSize(IMAGES)
                .doesNotHaveDuplicates();
        assertThat(Outputs.failed(spark(), output)).hasSize(1);
    }

    private Object[] extract(Path output, String master) {
        return new Object[] {
            "--conf=spark.executor.memory=1g",
            "extract",
            "--input",
            images,
            "--model",
            Samples.model().toAbsolutePath().normalize(),
            "--output",
            output,
            "--crop",
            "32",
            "--incremental",
            "--round-size",
            ROUND,
            "--master",
            master
        };
    }

    /** Ends the first of some processes by SIGKILL. */
    private static void kill(List<ProcessHandle> processes) {
        assertThat(processes).hasSize(2);
        processes.get(0).destroyForcibly();
    }

    private static List<ProcessHandle> executors(ProcessHandle driver) {
        return driver.descendants()
                .filter(process ->
                        process.info().commandLine().orElse("").contains("org.apache.spark.executor.CoarseGrained"))
                .toList();
    }

    private static void awaitFiles(FrontProcess driver, Path output, int files)
            throws IOException, InterruptedException {
        while (driver.process().isAlive() && files(output) < files) {
            Thread.sleep(10);
        }
    }

    /** How many files of rows are there. */
    private static int files(Path output) throws IOException {
        if (!Files.isDirectory(output)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(output)) {
            return (int)
                    files.filter(file -> file.toString().endsWith(".parquet")).count();
        }
    }
}
