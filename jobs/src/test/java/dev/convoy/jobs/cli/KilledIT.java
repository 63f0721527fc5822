package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledIT extends SparkSuite {

    private static final int IMAGES = 20;
    private static final int ROUND = 2;

    @TempDir
    private Path directory;

    @Test
    void theSameCommandGoesOnWhereADriverWasKilled() throws Exception {
        Path images = Samples.images(directory.resolve("images"), IMAGES);
        Files.writeString(images.resolve("bad.jpg"), "no image");
        Path output = directory.resolve("out");
        Object[] extract = {
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
            "local[2]"
        };

        int least = 0;
        for (int kill = 1; kill <= 2; kill++) {
            Process driver = Front.start(directory, extract);
            try {
                while (driver.isAlive() && files(output) < least + 4) {
                    Thread.sleep(1 + 7 * kill);
                }
            } finally {
                driver.destroyForcibly();
            }
            assertThat(driver.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(driver.exitValue()).as("killed by SIGKILL").isEqualTo(128 + 9);
            assertThat(files(output)).isBetween(least + 4, IMAGES);
            least = files(output);
            assertThat(output.resolve("_convoy.json")).exists();
        }

        Front again = Front.run(directory, extract);
        assertThat(again.complaints()).isEmpty();
        assertThat(again.code()).isZero();
        assertThat(again.out()).containsPattern("images listed +" + (IMAGES + 1) + "\n");
        assertThat(again.out()).containsPattern("images done before +[1-9]\\d*\n");

        Front verified = Front.run(directory, "verify", "--output", "out", "--sample", 1000, "--master", "local[2]");
        assertThat(verified.complaints()).isEmpty();
        assertThat(verified.out())
                .containsPattern("rows in the output +" + (IMAGES + 1) + "\n")
                .containsPattern("rows checked +" + (IMAGES + 1) + "\n")
                .containsPattern("images repeated +0\n");
        assertThat(verified.code()).isZero();
        assertThat(paths(output)).hasSize(IMAGES + 1).doesNotHaveDuplicates();
    }

    private List<String> paths(Path output) {
        return Stream.concat(Outputs.ok(spark(), output).stream(), Outputs.failed(spark(), output).stream())
                .map(row -> row.<String>getAs("path"))
                .toList();
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
