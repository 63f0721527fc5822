package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shaded jar on a cluster of real executors, each a JVM of its own that gets the jar and the model from the driver.
 */
class LocalClusterIT extends SparkSuite {

    private static final Path MODEL = Samples.model().toAbsolutePath().normalize();

    @TempDir
    private static Path directory;

    @Test
    void aClusterMakesTheSameBitsAsOneJvm() throws Exception {
        Path images = Samples.images(directory.resolve("images"), 24);
        Files.writeString(images.resolve("bad.jpg"), "no image");
        Path events = Files.createDirectories(directory.resolve("events"));
        Object[] cluster = {
            "--conf=spark.eventLog.enabled=true",
            "--conf=spark.eventLog.dir=" + events.toUri(),
            "--conf=spark.eventLog.compress=false",
            "--conf=spark.eventLog.rolling.enabled=false",
            "--conf=spark.executor.memory=1g",
            "--conf=spark.scheduler.minRegisteredResourcesRatio=1.0",
            "--conf=spark.scheduler.maxRegisteredResourcesWaitingTime=60s",
        };
        Object[] extract = {
            "extract", "--input", images, "--model", MODEL, "--crop", "40", "--layers", "relu2", "--output"
        };

        Front spread = Front.run(
                directory,
                Stream.of(cluster, extract, new Object[] {"many", "--master", "local-cluster[2,1,1024]"})
                        .flatMap(Stream::of)
                        .toArray());
        spread.requireDone();
        Front local = Front.run(
                directory,
                Stream.of(extract, new Object[] {"one", "--master", "local[1]"})
                        .flatMap(Stream::of)
                        .toArray());
        assertThat(local.code()).isZero();

        assertThat(Outputs.bits(spark(), directory.resolve("many"), "relu2"))
                .hasSize(24)
                .isEqualTo(Outputs.bits(spark(), directory.resolve("one"), "relu2"));
        assertThat(Outputs.failed(spark(), directory.resolve("many")))
                .hasSize(1)
                .isEqualTo(Outputs.failed(spark(), directory.resolve("one")));
        assertThat(executorsOfTasksThatCounted(events)).containsExactly("0", "1");
    }

    private static Set<String> executorsOfTasksThatCounted(Path events) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Set<String> executors = new TreeSet<>();
        try (Stream<Path> logs = Files.list(events)) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(log)) {
                    JsonNode event = json.readTree(line);
                    List<String> counted = event.at("/Task Info/Accumulables").findValuesAsText("Name");
                    if (event.path("Event").asText().equals("SparkListenerTaskEnd")
                            && counted.contains("convoy images")) {
                        executors.add(event.at("/Task Info/Executor ID").asText());
                    }
                }
            }
        }
        return executors;
    }
}
