package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** Where the time of tasks went, as Spark's UI, the table and the manifest tell it. */
class TaskTimesTest extends SparkSuite {

    private static final List<String> PHASES = List.of("read", "decode", "preprocess", "compute", "write");

    @TempDir
    private static Path directory;

    private final Stages stages = new Stages();
    private Command run;
    private JsonNode manifest;

    @BeforeAll
    void extract() throws Exception {
        Path images = Samples.images(directory.resolve("images"), 20);
        Files.writeString(images.resolve("bad.jpg"), "no image");
        spark().sparkContext().addSparkListener(stages);
        run = Command.extract(images, directory.resolve("out"), "--resize", "96", "--crop", "96");
        spark().sparkContext().listenerBus().waitUntilEmpty();
        spark().sparkContext().removeSparkListener(stages);
        manifest = new ObjectMapper()
                .readTree(directory.resolve("out/_convoy.json").toFile());
    }

    @Test
    void sparksUiNamesThem() {
        assertThat(stages.values).containsEntry("convoy images", "21").containsEntry("convoy failed", "1");
        for (String phase : PHASES) {
            assertThat(seconds(phase)).as(phase).isPositive();
        }
    }

    @Test
    void theyAreApartAndWithinTheTasksTime() {
        double phases = PHASES.stream().mapToDouble(this::seconds).sum();
        assertThat(phases).isLessThanOrEqualTo(stages.runMillis.get() / 1e3);
    }

    @Test
    void theTableAndTheManifestTellThem() {
        assertThat(run.out()).containsPattern("tasks together +\\d+\\.\\d s\n");
        for (String phase : PHASES) {
            assertThat(run.out()).containsPattern("  " + phase + " +\\d+\\.\\d s, \\d+ %\n");
            assertThat(manifest.at("/timings/taskSeconds/" + phase).asDouble())
                    .as(phase)
                    .isCloseTo(seconds(phase), within(0.001));
        }
    }

    private double seconds(String phase) {
        return Double.parseDouble(stages.values.get("convoy " + phase + " seconds"));
    }

    /** What the page of a stage shows. */
    private static final class Stages extends SparkListener {

        private final Map<String, String> values = new ConcurrentHashMap<>();
        private final AtomicLong runMillis = new AtomicLong();

        @Override
        public void onStageCompleted(SparkListenerStageCompleted completed) {
            for (AccumulableInfo accumulable : CollectionConverters.asJava(
                            completed.stageInfo().accumulables())
                    .values()) {
                if (accumulable.name().isDefined()) {
                    values.put(
                            accumulable.name().get(), accumulable.value().get().toString());
                }
            }
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            boolean counted = CollectionConverters.asJava(end.taskInfo().accumulables()).stream()
                    .anyMatch(accumulable -> accumulable.name().contains("convoy images"));
            if (counted) {
                runMillis.addAndGet(end.taskMetrics().executorRunTime() + 1); // Spark rounds down
            }
        }
    }
}
