package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in heaps that are as large as was planned, or not large enough. */
class MemoryIT extends SparkSuite {

    private static final int SIZES = 500;

    @TempDir
    private Path directory;

    @Test
    void whatDoesNotFitIsRefusedAndRunsWithTheOptionThatWasTold() throws Exception {
        draw(2, 300, 300);
        String weights = weights("resnet50");
        Object[] words = {
            "--input",
            "images",
            "--model",
            "resnet50",
            "--weights",
            weights,
            "--preset",
            "imagenet",
            "--layers",
            "avgpool",
            "--output",
            "out",
            "--master",
            "local[2]"
        };
        String option = null;
        for (String command : new String[] {"plan", "extract"}) {
            Front refused = convoy("1g", command, words);
            assertThat(refused.code()).as(refused.err()).isEqualTo(2);
            Matcher told = Pattern.compile("convoy " + command + ": memory: the model takes [0-9,.]+ MB and 2 tasks"
                            + " [0-9,.]+ MB each, .* that the driver has .*give it more: --driver-memory (\\d+g)")
                    .matcher(refused.err());
            assertThat(told.find()).as(refused.err()).isTrue();
            option = told.group(1);
            assertThat(directory.resolve("out")).doesNotExist();
        }
        Front run = convoy(option, "extract", words);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Outputs.ok(spark(), directory.resolve("out"))).hasSize(2);
    }

    @Test
    void aCollectionOfManySizesRunsInTheMemoryThatIsPlannedAndAnImageBeyondItFails() throws Exception {
        draw(SIZES, 40, 2);
        Samples.draw(directory.resolve("images/large.png"), "png", 3000, 3000);
        String weights = weights("resnet18");
        Front run = convoy(
                "1g",
                "extract",
                "--input",
                "images",
                "--model",
                "resnet18",
                "--weights",
                weights,
                "--layers",
                "layer4,avgpool",
                "--output",
                "out",
                "--master",
                "local[2]");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Outputs.ok(spark(), directory.resolve("out"))).hasSize(SIZES);
        Row failed = Outputs.failed(spark(), directory.resolve("out")).get(0);
        assertThat(failed.<String>getAs("path")).endsWith("large.png");
        assertThat(failed.toString())
                .containsPattern(
                        "needs [0-9,.]+ MB, but of the [0-9,.]+ MB that the driver has a task may take [0-9,.]+"
                                + " MB for images; --resize or --crop it, or give more: --driver-memory [2-9]g");
    }

    /** Images of so many sizes, from a shorter side on. */
    private void draw(int count, int shorter, int step) throws Exception {
        for (int i = 0; i < count; i++) {
            Path file = directory.resolve("images/" + i + ".png");
            Files.createDirectories(file.getParent());
            Samples.draw(file, "png", shorter + step * (i % 25), shorter + step * (i / 25));
        }
    }

    private String weights(String model) throws Exception {
        String file = model + ".safetensors";
        Front drawn = Front.run(directory, "init", "--model", model, "--seed", 0, "--output", file);
        assertThat(drawn.code()).as(drawn.err()).isZero();
        return file;
    }

    private Front convoy(String memory, String command, Object... words) throws Exception {
        return Front.run(
                directory,
                Stream.of(new Object[] {"--driver-memory", memory, command}, words)
                        .flatMap(Stream::of)
                        .toArray());
    }
}
