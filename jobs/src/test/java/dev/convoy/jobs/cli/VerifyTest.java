package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest extends SparkSuite {

    @TempDir
    private Path directory;

    private Path images;
    private Path output;

    @BeforeEach
    void extract() throws Exception {
        images = Samples.images(directory.resolve("images"), 9);
        Files.writeString(images.resolve("bad.jpg"), "no image");
        output = directory.resolve("out");
        assertThat(Command.extract(
                                images,
                                output,
                                "--layers",
                                "relu1,pool2",
                                "--resize",
                                "40",
                                "--mean",
                                "0.485,0.456,0.00001",
                                "--std",
                                "0.1,1,12345.678",
                                "--channel-order",
                                "BGR",
                                "--precision",
                                "strict")
                        .code())
                .isZero();
    }

    @Test
    void anOutputAsItWasWrittenIsClean() {
        Command all = verify();
        all.requireDone();
        assertThat(all.out())
                .containsPattern("rows in the output +10\n")
                .containsPattern("rows checked +10\n")
                .containsPattern("rows that drifted +0\n");
        assertThat(verify("--sample", "3").out()).containsPattern("rows checked +3\n");
    }

    @Test
    void anotherImageUnderAnOldNameIsDrift() throws Exception {
        Path smaller = Samples.draw(images.resolve("image 1.jpg"), "jpg", 51, 52);
        Path sameSize = images.resolve("image 4.png");
        Files.write(sameSize, recoloured());
        Samples.draw(images.resolve("bad.jpg"), "jpg", 30, 30);
        Command run = verify();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("rows that drifted +3\n")
                .contains("file:" + smaller + ": column width: expected 67, actual 51\n")
                .contains("file:" + smaller + ": column relu1.shape, index ")
                .containsPattern(
                        "file:" + sameSize + ": column relu1, index \\d+: expected [0-9.E-]+, actual [0-9.E-]+;"
                                + " \\d+ of \\d+ values differ\n")
                .contains("file:" + images.resolve("bad.jpg") + ": expected a failure (decode), actual features");
    }

    @Test
    void aMissingImageIsSaidToBeMissing() throws Exception {
        Files.delete(images.resolve("image 5.jpg"));
        Command run = verify();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("rows checked +9\n")
                .containsPattern("rows that drifted +0\n")
                .containsPattern("images missing +1\n")
                .contains("missing images, whose rows were not checked:")
                .contains("  file:" + images.resolve("image 5.jpg"));
    }

    @Test
    void aRowThatIsThereTwiceIsSeenWhateverTheSample() throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.list(output.resolve("_failed"))) {
            files = all.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
        Files.copy(files.get(0), output.resolve("_failed/copy.parquet"));
        Command run = verify("--sample", "1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("images with more than one row:", images.resolve("bad.jpg") + ": 2 rows");
    }

    @Test
    void theSeedDrawsTheSample() throws Exception {
        Path other = Samples.draw(directory.resolve("other.png"), "png", 60, 50);
        try (Stream<Path> all = Files.walk(images)) {
            for (Path image : all.filter(Files::isRegularFile).toList()) {
                Files.delete(image);
            }
        }
        Files.move(other, images.resolve("other.png"));
        assertThat(verify("--sample", "4", "--seed", "1").out())
                .containsPattern("images missing +4\n")
                .isEqualTo(verify("--sample", "4", "--seed", "1").out());
        assertThat(Stream.iterate(0, seed -> seed + 1)
                        .limit(6)
                        .map(seed -> verify("--sample", "1", "--seed", seed).out())
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void aModelThatChangedIsRefused() throws Exception {
        Path model = Files.copy(Samples.model(), directory.resolve("net.conf"));
        Path weights = Samples.model().resolveSibling("two-layers.safetensors");
        assertThat(verify("--model", model, "--weights", weights).code()).isZero();
        Files.writeString(model, Files.readString(model) + "\n# a change");
        Command run = verify("--model", model, "--weights", weights);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(output + ": the rows were made by a model of SHA-256 ", " is now of SHA-256 ");
    }

    @Test
    void whatNoRunLeftIsRefused() {
        Command run = Command.run("verify", "--output", images);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("convoy verify: " + images
                        + ": expected what convoy extract wrote, but there is no _convoy.json in it\n");
        assertThat(verify("--sample", "0").err())
                .isEqualTo("convoy verify: --sample: expected a whole number of 1 or more, but it is '0'\n");
    }

    /** An image of the size of image 4 with other pixels. */
    private byte[] recoloured() throws Exception {
        Path other = Samples.draw(directory.resolve("other.png"), "png", 60 + 7 * 4, 50 + 5 * 4);
        var image = javax.imageio.ImageIO.read(other.toFile());
        image.setRGB(40, 40, 0);
        javax.imageio.ImageIO.write(image, "png", other.toFile());
        return Files.readAllBytes(other);
    }

    private Command verify(Object... more) {
        return Command.run(Stream.concat(Stream.of("verify", "--output", output), Stream.of(more))
                .toArray());
    }
}
