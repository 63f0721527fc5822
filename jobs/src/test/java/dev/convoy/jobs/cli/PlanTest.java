package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest extends SparkSuite {

    private static final int IMAGES = 40;

    @TempDir
    private static Path directory;

    private Path images;
    private Path output;
    private Object[] options;

    @BeforeAll
    void drawImages() throws Exception {
        images = Samples.images(directory.resolve("images"), IMAGES);
        output = directory.resolve("out");
        options = new Object[] {
            "--input", images, "--model", Samples.model(), "--output", output, "--crop", "32", "--row-group-size", "1m"
        };
    }

    @Test
    void itTellsWhatExtractThenDoes() throws Exception {
        Command plan = command("plan");
        plan.requireDone();
        assertThat(output).doesNotExist();
        assertThat(plan.out())
                .containsPattern("images +40\n")
                .containsPattern("network input +\\[3, 32, 32]\n")
                .containsPattern("multiply-adds +1,622,016 an image\n")
                .containsPattern("output pool2 +\\[32, 8, 8], 8,192 bytes a row, 327,680 bytes in all\n")
                .containsPattern("input 786,432 bytes, output 278,528 bytes, row groups 1.0 MB\n")
                .containsPattern("an executor +.*: the model and 2 tasks, in a heap of [0-9,.]+ MB\n");
        long bytes = 0;
        try (Stream<Path> files = Files.walk(images)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        assertThat(number(plan, "bytes")).isEqualTo(bytes);

        assertThat(command("extract").code()).isZero();
        JsonNode manifest = manifest();
        assertThat(manifest.at("/options/batch-size").asDouble())
                .isEqualTo(number(plan, "batch size"))
                .isEqualTo(32);
        assertThat(manifest.at("/options/partitions").asDouble())
                .isEqualTo(number(plan, "partitions"))
                .isEqualTo(5);
        assertThat(manifest.at("/counts/bytesWritten").asDouble()).isPositive();
        assertThat(partFiles()).isEqualTo(5);
    }

    @Test
    void hoursFollowFromWhatWasMeasured() {
        Command plan = Command.run(
                "plan", "--input", images, "--model", Samples.model(), "--output", directory.resolve("never"));
        assertThat(plan.code()).isZero();
        assertThat(plan.out())
                .containsPattern("network input +\\[3, 224, 224], for example\n")
                .containsPattern("output pool2 +of a size that varies from image to image\n")
                .containsPattern("measured +\\d+ ms an image: read \\d+, decode \\d+, preprocess \\d+, compute \\d+,");
        double coreHours = number(plan, "core-hours");
        assertThat(coreHours).isPositive();
        assertThat(number(plan, "hours")).isCloseTo(coreHours / 2, within(coreHours / 50));
    }

    @Test
    void whatExtractRefusesItRefuses() {
        Command plan = Command.run("plan", "--input", images, "--model", Samples.model(), "--output", images);
        assertThat(plan.err()).startsWith("convoy plan: " + images + ": expected an output apart from the input");
        assertThat(plan.code()).isEqualTo(2);
    }

    private Command command(String name) {
        return Command.run(Stream.concat(Stream.of(name), Stream.of(options)).toArray());
    }

    private JsonNode manifest() throws Exception {
        return new ObjectMapper().readTree(output.resolve("_convoy.json").toFile());
    }

    private long partFiles() throws Exception {
        try (Stream<Path> files = Files.list(output)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        }
    }

    private static double number(Command plan, String name) {
        Matcher matcher = Pattern.compile("(?m)^" + name + " +([0-9,.e-]+)").matcher(plan.out());
        assertThat(matcher.find()).as(name).isTrue();
        return Double.parseDouble(matcher.group(1).replace(",", ""));
    }
}
