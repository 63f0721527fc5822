package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that another attempt of it overtook. */
class SpeculationIT extends SparkSuite {

    private static final int FIRST = 2;
    private static final int SECOND = 16;

    @TempDir
    private Path directory;

    /**
     * The first attempt reads an archive that takes minutes; the second one finds another in its place, and wins. Then
     * the run goes on, with work for longer than the first attempt needs to end.
     */
    @Test
    void theAttemptThatLostEndsAndLeavesNothing() throws Exception {
        Path archives = Files.createDirectories(directory.resolve("archives"));
        Path events = Files.createDirectories(directory.resolve("events"));
        Path image = Samples.draw(directory.resolve("image.png"), "png", 64, 64);
        Path slow = Archives.withoutImages(archives.resolve("a.tar"), 2000);
        Archives.of(archives.resolve("b.tar"), image, SECOND);
        Path quick = Archives.of(directory.resolve("quick.tar"), image, FIRST);

        Front ended;
        try (StandaloneCluster cluster = StandaloneCluster.start(directory.resolve("cluster"), 2)) {
            FrontProcess run = FrontProcess.start(
                    directory,
                    "--conf=spark.executor.memory=1g",
                    "--conf=spark.speculation=true",
                    "--conf=spark.speculation.minTaskRuntime=3s",
                    "--conf=spark.speculation.efficiency.enabled=false",
                    "--conf=spark.eventLog.enabled=true",
                    "--conf=spark.eventLog.dir=" + events.toUri(),
                    "--conf=spark.eventLog.compress=false",
                    "--conf=spark.eventLog.rolling.enabled=false",
                    "extract",
                    "--input",
                    archives,
                    "--input-format",
                    "tar",
                    "--model",
                    Samples.model().toAbsolutePath().normalize(),
                    "--resize",
                    "1000,1000",
                    "--pool",
                    "avg",
                    "--batch-size",
                    1,
                    "--incremental",
                    "--round-size",
                    1,
                    "--output",
                    "out",
                    "--master",
                    cluster.master());
            while (!isOpen(slow, cluster)) {
                assertThat(run.process().isAlive()).isTrue();
                Thread.sleep(20);
            }
            Files.move(quick, slow, StandardCopyOption.REPLACE_EXISTING);
            ended = run.end();
        }

        ended.requireDone();
        assertThat(ended.out()).containsPattern("images written +" + (FIRST + SECOND) + "\n");
        assertThat(ended.out()).doesNotContain("executors lost", "attempts failed");
        assertThat(Outputs.ok(spark(), directory.resolve("out")).stream().map(row -> row.<String>getAs("path")))
                .hasSize(FIRST + SECOND)
                .doesNotHaveDuplicates();
        assertThat(directory.resolve("out/_temporary")).doesNotExist();
        assertThat(ends(events))
                .filteredOn(end -> end.at("/Task End Reason/Reason").asText().equals("TaskKilled"))
                .anySatisfy(end -> {
                    assertThat(end.at("/Task Info/Speculative").asBoolean()).isFalse();
                    assertThat(end.at("/Task End Reason/Kill Reason").asText())
                            .as("whichever Spark says first")
                            .isIn("another attempt succeeded", "Stage cancelled: Stage finished");
                });
    }

    private static boolean isOpen(Path file, StandaloneCluster cluster) {
        List<ProcessHandle> executors =
                cluster.workers().stream().flatMap(ProcessHandle::descendants).toList();
        for (ProcessHandle process : executors) {
            Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
            try (Stream<Path> open = Files.list(descriptors)) {
                if (open.anyMatch(descriptor -> isLink(descriptor, file))) {
                    return true;
                }
            } catch (IOException e) {
                // The process has ended.
            }
        }
        return false;
    }

    private static boolean isLink(Path link, Path target) {
        try {
            return Files.readSymbolicLink(link).equals(target.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /** What the run's log of events tells of the ends of tasks. */
    private static List<JsonNode> ends(Path events) throws IOException {
        List<JsonNode> ends = new ArrayList<>();
        try (Stream<Path> logs = Files.list(events).filter(Files::isRegularFile)) {
            for (Path log : logs.toList()) {
                if (!log.getFileName().toString().startsWith(".")) {
                    for (String line : Files.readAllLines(log)) {
                        JsonNode event = new ObjectMapper().readTree(line);
                        if (event.path("Event").asText().equals("SparkListenerTaskEnd")) {
                            ends.add(event);
                        }
                    }
                }
            }
        }
        return ends;
    }
}
