package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of processes of their own that are started at once for one output. */
class RacingRunsIT extends SparkSuite {

    private static final int IMAGES = 40;
    private static final int RUNS = 3;

    @TempDir
    private Path directory;

    @Test
    void runsThatOverwriteOneOutputAtOnceLeaveTheRowsOfOne() throws Exception {
        Path images = Samples.images(directory.resolve("images"), IMAGES);
        Path output = directory.resolve("out");
        List<Front> runs = race(images, "--overwrite");
        assertThat(runs).anyMatch(run -> run.code() == 0);
        for (Front run : runs) {
            if (run.code() != 0) {
                assertThat(run.code()).as(run.err()).isEqualTo(1);
                assertThat(run.complaints())
                        .singleElement()
                        .asString()
                        .startsWith("convoy extract: file:" + output + ": another run is writing this output");
            }
        }
        assertThatRowsAreRight(output);
    }

    @Test
    void onlyOneOfRunsThatAreStartedAtOnceWritesAFreshOutput() throws Exception {
        Path images = Samples.images(directory.resolve("images"), IMAGES);
        List<Front> runs = race(images);
        assertThat(runs.stream().filter(run -> run.code() == 0)).hasSize(1);
        assertThat(runs.stream().filter(run -> run.code() != 0).map(run -> String.join("\n", run.complaints())))
                .allMatch(said -> said.contains("another run is writing this output")
                        || said.contains("out: the output exists; say --overwrite to replace it"));
        assertThatRowsAreRight(directory.resolve("out"));
    }

    private List<Front> race(Path images, Object... more) throws Exception {
        Object[] extract = {
            "extract",
            "--input",
            images,
            "--model",
            Samples.model().toAbsolutePath().normalize(),
            "--output",
            "out",
            "--master",
            "local[1]",
            "--crop",
            "32"
        };
        Object[] words = Stream.concat(Stream.of(extract), Stream.of(more)).toArray();
        ExecutorService threads = Executors.newFixedThreadPool(RUNS);
        try {
            List<Future<Front>> started = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                started.add(threads.submit(() -> Front.run(directory, words)));
            }
            List<Front> runs = new ArrayList<>();
            for (Future<Front> run : started) {
                runs.add(run.get());
            }
            return runs;
        } finally {
            threads.shutdown();
        }
    }

    private void assertThatRowsAreRight(Path output) throws Exception {
        assertThat(Outputs.bits(spark(), output, "pool2")).hasSize(IMAGES);
        JsonNode counts = new ObjectMapper()
                .readTree(output.resolve("_convoy.json").toFile())
                .get("counts");
        assertThat(counts.get("ok").asInt()).isEqualTo(IMAGES);
        assertThat(counts.get("okInOutput").asInt()).isEqualTo(IMAGES);
        try (Stream<Path> files = Files.list(output)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("_convoy.lock") || name.equals("_temporary"));
        }
    }
}
