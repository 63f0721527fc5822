package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that would take hours, and ends when it is cancelled. */
class CancelledIT extends SparkSuite {

    private static final Object[] SLOW = {"--resize", "1000,1000", "--pool", "avg", "--batch-size", "1"};

    @TempDir
    private static Path directory;

    private Path images;

    @BeforeAll
    void drawImages() throws Exception {
        images = Files.createDirectories(directory.resolve("images"));
        Path image = Samples.draw(directory.resolve("image.png"), "png", 64, 64);
        for (int i = 0; i < 20_000; i++) {
            Files.createLink(images.resolve(i + ".png"), image);
        }
    }

    @Test
    void ofFiles() throws Exception {
        assertEnds("extract", "--input", images, "--output", directory.resolve("of files"));
    }

    @Test
    void ofATable() throws Exception {
        Path table = directory.resolve("table");
        spark().read()
                .format("binaryFile")
                .load(images.toString())
                .selectExpr("path", "content AS image")
                .coalesce(2)
                .write()
                .parquet(table.toString());
        assertEnds(
                "extract", "--input", table, "--input-format", "parquet", "--output", directory.resolve("of a table"));
    }

    @Test
    void ofAnArchiveWithoutImages() throws Exception {
        Path archive = Archives.withoutImages(directory.resolve("notes.tar.gz"), 2000);
        assertEnds("extract", "--input", archive, "--input-format", "tar", "--output", directory.resolve("of notes"));
        assertEnds(
                "extract",
                "--input",
                archive,
                "--input-format",
                "tar",
                "--carry-columns",
                "cls",
                "--output",
                directory.resolve("of samples"));
    }

    private void assertEnds(Object... words) throws Exception {
        Object[] more = Arrays.copyOf(words, words.length + 2 + SLOW.length);
        more[words.length] = "--model";
        more[words.length + 1] = Samples.model();
        System.arraycopy(SLOW, 0, more, words.length + 2, SLOW.length);
        CompletableFuture<Command> run = CompletableFuture.supplyAsync(() -> Command.run(more));
        while (!works()) {
            assertThat(run).isNotDone();
            Thread.sleep(50);
        }
        spark().sparkContext().cancelAllJobs();
        Command ended = run.get(5, TimeUnit.MINUTES);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("cancel");
        assertThat(works()).as("a task still works").isFalse();
        assertThat(Path.of(words[Arrays.asList(words).indexOf("--output") + 1].toString()))
                .doesNotExist();
    }

    /** Whether a task is in Convoy's code. */
    private static boolean works() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("Executor task launch worker"))
                .flatMap(thread -> Arrays.stream(thread.getValue()))
                .anyMatch(frame -> frame.getClassName().startsWith("dev.convoy.jobs.feature."));
    }
}
