package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.image.ChannelOrder;
import dev.convoy.image.ImageDecoder;
import dev.convoy.image.Interpolation;
import dev.convoy.image.Preprocessing;
import dev.convoy.image.RgbImage;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options say about pixels is what the network sees. */
class PixelsTest extends SparkSuite {

    private static final Path TURNED =
            Path.of("..", "core", "src", "test", "resources", "fixtures", "images", "exif_orientation_6.jpg");

    @TempDir
    private static Path directory;

    private Path images;

    @BeforeAll
    void copyImage() throws Exception {
        images = Files.createDirectories(directory.resolve("images"));
        Files.copy(TURNED, images.resolve("turned.jpg"));
    }

    @Test
    void everyOptionReachesThePixels() throws Exception {
        Preprocessing preprocessing = Preprocessing.none()
                .resize(50)
                .interpolation(Interpolation.LANCZOS)
                .centerCrop(48, 40)
                .scale(1, 1)
                .normalize(new float[] {123, 116, 103}, new float[] {1, 2, 3})
                .channelOrder(ChannelOrder.BGR);
        RgbImage upright = new ImageDecoder().applyExifOrientation(true).decode(Files.readAllBytes(TURNED));
        Row row = extract(
                "options",
                "--apply-exif-orientation",
                "--resize",
                "50",
                "--interpolation",
                "lanczos",
                "--crop",
                "48,40",
                "--scale",
                "1",
                "--mean",
                "123,116,103",
                "--std",
                "1,2,3",
                "--channel-order",
                "BGR");
        assertThat(row.<Integer>getAs("width")).isEqualTo(67);
        assertThat(row.<Integer>getAs("height")).isEqualTo(90);
        assertThat(values(row)).isEqualTo(values(Samples.expected(upright, preprocessing, "conv1")));
    }

    @Test
    void thePresetIsWhatTorchvisionsClassifiersExpect() throws Exception {
        RgbImage stored = new ImageDecoder().decode(Files.readAllBytes(TURNED));
        Row row = extract("preset", "--preset", "imagenet");
        assertThat(row.<Integer>getAs("width")).isEqualTo(90);
        assertThat(values(row)).isEqualTo(values(Samples.expected(stored, Preprocessing.imageNet(), "conv1")));
    }

    private Row extract(String name, String... options) {
        Path output = directory.resolve(name);
        List<Object> words = new ArrayList<>(List.of("--layers", "conv1"));
        words.addAll(List.of(options));
        Command run = Command.extract(images, output, words.toArray());
        run.requireDone();
        return Outputs.ok(spark(), output).get(0);
    }

    private static List<Float> values(Row row) {
        return row.getList(row.fieldIndex("conv1"));
    }

    private static List<Float> values(Tensor tensor) {
        List<Float> values = new ArrayList<>();
        for (float value : tensor.array()) {
            values.add(value);
        }
        return values;
    }
}
