package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadImagesTest extends SparkSuite {

    @TempDir
    private static Path directory;

    private Path images;

    @BeforeAll
    void drawImages() throws Exception {
        images = Samples.images(directory.resolve("some [images]*"), 10);
        Files.createFile(images.resolve("empty.jpg"));
        Files.writeString(images.resolve("text.png"), "This is no image.");
        byte[] whole = Files.readAllBytes(images.resolve("image 5.jpg"));
        Files.write(images.resolve("truncated.jpg"), Arrays.copyOf(whole, whole.length / 2));
        Samples.draw(images.resolve("tiny.png"), "png", 1, 1);
    }

    @Test
    void permissiveKeepsARowForEachBadImage() {
        Path output = directory.resolve("permissive");
        Command run = Command.extract(images, output);
        run.requireDone();
        assertThat(run.out())
                .containsPattern("images listed +14\n")
                .containsPattern("images read +14\n")
                .containsPattern("images written +10\n")
                .containsPattern("images failed +4\n")
                .containsPattern("images dropped +0\n")
                .contains("bad images, all 4:", "/empty.jpg: decode: ", "/tiny.png: model: ");
        List<Row> failed = Outputs.failed(spark(), output);
        assertThat(failed.stream()
                        .map(row -> Outputs.file(row).getFileName() + " "
                                + row.getStruct(1).getString(0)))
                .containsExactly("empty.jpg decode", "text.png decode", "tiny.png model", "truncated.jpg decode");
        assertThat(failed)
                .allSatisfy(row -> assertThat(row.getStruct(1).getString(1)).isNotBlank());
        assertThat(failed.get(2).getStruct(1).getString(1)).contains("pool1", "[1, 16, 1, 1]");
        assertThat(Outputs.ok(spark(), output)).hasSize(10);
    }

    @Test
    void dropMalformedCountsThem() {
        Path output = directory.resolve("dropped");
        Command run = Command.extract(images, output, "--mode", "DROPMALFORMED");
        run.requireDone();
        assertThat(run.out())
                .containsPattern("images written +10\n")
                .containsPattern("images failed +0\n")
                .containsPattern("images dropped +4\n")
                .contains("bad images, all 4:");
        assertThat(output.resolve("_failed")).doesNotExist();
        assertThat(Outputs.ok(spark(), output)).hasSize(10);
    }

    @Test
    void failFastNamesTheImage() {
        Path output = directory.resolve("failfast");
        Command run = Command.extract(images, output, "--mode", "FAILFAST");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .matches("convoy extract: file:.*/(empty.jpg|text.png|tiny.png|truncated.jpg): (decode|model): .*\n");
        assertThat(output).doesNotExist();
    }

    @Test
    void tooManyFailuresHaveTheirOwnCode() {
        Path output = directory.resolve("fraction");
        Command run = Command.extract(images, output, "--max-failed-fraction", "0.28");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .isEqualTo("convoy extract: 4 of 14 images failed, more than --max-failed-fraction 0.28 allows\n");
        assertThat(output.resolve("_convoy.json")).exists();
        assertThat(Command.extract(images, output, "--overwrite", "--max-failed-fraction", "0.29")
                        .code())
                .isZero();
    }

    @Test
    void imagesThatAreAllBadAreAllRows() throws Exception {
        Path bad = Files.createDirectories(directory.resolve("all bad"));
        for (int i = 0; i < 12; i++) {
            Files.writeString(bad.resolve(i + ".jpg"), "no image");
        }
        Path output = directory.resolve("all failed");
        Command run = Command.extract(bad, output, "--batch-size", "2");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .isEqualTo(
                        "convoy extract: no image succeeded, 12 failed; most probably what was taken for images is none;"
                                + " --input-format and --column say what the input holds\n");
        assertThat(run.out()).contains("bad images, 5 of 12:");
        assertThat(Outputs.failed(spark(), output).stream().map(Outputs::file).collect(Collectors.toSet()))
                .hasSize(12);
    }

    @Test
    void aFileThatIsTooLongFailsAtReading() {
        Path output = directory.resolve("too long");
        spark().conf().set("spark.sql.sources.binaryFile.maxLength", 2000);
        try {
            assertThat(Command.extract(images, output).code()).isZero();
        } finally {
            spark().conf().unset("spark.sql.sources.binaryFile.maxLength");
        }
        List<Row> unread = Outputs.failed(spark(), output).stream()
                .filter(row -> row.getStruct(1).getString(0).equals("read"))
                .toList();
        assertThat(unread).isNotEmpty();
        assertThat(unread.get(0).getStruct(1).getString(1))
                .matches("expected at most 2000 bytes \\(spark.sql.sources.binaryFile.maxLength\\),"
                        + " but the file has \\d+");
    }

    @Test
    void limitsOfTheCommandLineAreTheReasonsOfFailures() {
        Path output = directory.resolve("limits");
        Command run = Command.extract(images, output, "--max-pixels", "6000", "--max-bytes", "3000");
        assertThat(run.code()).isZero();
        List<String> reasons = Outputs.failed(spark(), output).stream()
                .map(row ->
                        row.getStruct(1).getString(0) + ": " + row.getStruct(1).getString(1))
                .toList();
        assertThat(reasons)
                .anyMatch(
                        reason -> reason.matches("decode: too large: \\d+ x \\d+ = [\\d,]+ pixels; the limit is 6,000"))
                .anyMatch(reason ->
                        reason.matches("read: expected at most 3000 bytes \\(--max-bytes\\), but the file has \\d+"));
    }
}
