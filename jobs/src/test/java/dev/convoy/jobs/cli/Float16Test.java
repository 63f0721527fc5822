package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.image.Preprocessing;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.state.Half;
import dev.convoy.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --dtype float16}, through every command that reads what it wrote. */
class Float16Test extends SparkSuite {

    private static final int IMAGES = 8;

    @TempDir
    private static Path directory;

    private Path images;
    private Path fixed;

    @BeforeAll
    void extract() throws Exception {
        images = Samples.images(directory.resolve("images"), IMAGES);
        Files.writeString(images.resolve("bad.jpg"), "no image");
        fixed = directory.resolve("fixed");
        Command run = Command.extract(images, fixed, "--crop", "32", "--dtype", "float16");
        run.requireDone();
    }

    @Test
    void theValuesAreTheRoundedFloats() throws Exception {
        List<Row> rows = rows(fixed);
        assertThat(rows).hasSize(IMAGES);
        for (Row row : rows) {
            Tensor expected =
                    Samples.expected(Outputs.file(row), Preprocessing.none().centerCrop(32), "pool2");
            List<Float> values = row.getList(row.fieldIndex("pool2"));
            for (int i = 0; i < expected.array().length; i++) {
                assertThat(values.get(i)).isEqualTo(Half.toFloat(Half.of(expected.array()[i])));
            }
            assertThat(row.schema().apply("pool2").metadata().getString("dtype"))
                    .isEqualTo("float16");
        }
        assertThat(new ObjectMapper()
                        .readTree(fixed.resolve("_convoy.json").toFile())
                        .at("/options/dtype")
                        .asText())
                .isEqualTo("float16");
        assertThat(spark().read()
                        .parquet(fixed.toString())
                        .select("path", "width")
                        .collectAsList())
                .hasSize(IMAGES);
    }

    @Test
    void verifyComparesThem() throws Exception {
        Path others = Samples.images(directory.resolve("others"), 4);
        Path varying = directory.resolve("varying");
        assertThat(Command.extract(others, varying, "--layers", "pool1,pool2", "--dtype", "float16")
                        .code())
                .isZero();
        for (Path output : List.of(fixed, varying)) {
            Command verify = Command.run("verify", "--output", output);
            verify.requireDone();
            assertThat(verify.out()).containsPattern("rows that drifted +0\n");
        }
        Path changed = others.resolve("image 2.png");
        BufferedImage image = ImageIO.read(changed.toFile());
        image.setRGB(20, 20, 0);
        ImageIO.write(image, "png", changed.toFile());
        Command drifted = Command.run("verify", "--output", varying);
        assertThat(drifted.code()).isEqualTo(1);
        assertThat(drifted.out())
                .containsPattern("rows that drifted +1\n")
                .containsPattern("image 2.png: column pool1, index \\d+: expected [0-9.E-]+, actual [0-9.E-]+;");
    }

    @Test
    void rowsAreAddedInTheSameTypeOnly() throws Exception {
        Path some = Samples.images(directory.resolve("some"), 3);
        Path output = directory.resolve("added");
        Object[] words = {"--crop", "32", "--dtype", "float16", "--incremental"};
        assertThat(Command.extract(some, output, words).code()).isZero();
        Samples.draw(some.resolve("new.png"), "png", 50, 60);
        Command second = Command.extract(some, output, words);
        second.requireDone();
        assertThat(second.out()).containsPattern("images done before +3\n").containsPattern("images written +1\n");
        assertThat(rows(output)).hasSize(4);
        Command other = Command.extract(some, output, "--crop", "32", "--incremental");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains(": dtype was float16, now float32; --overwrite begins anew");
    }

    @Test
    void aFileHoldsTwiceAsManyRowsAndAPlanKnows() throws Exception {
        Path output = directory.resolve("small files");
        Object[] words = {
            "--input",
            images,
            "--model",
            Samples.model(),
            "--output",
            output,
            "--crop",
            "32",
            "--dtype",
            "float16",
            "--file-size",
            "8k",
            "--partitions",
            "1"
        };
        Command plan = Command.run(with(new Object[] {"plan"}, words));
        assertThat(plan.out()).containsPattern("output pool2 +\\[32, 8, 8], 4,096 bytes a row, 36,864 bytes in all\n");
        assertThat(Command.run(with(new Object[] {"extract"}, words)).code()).isZero();
        try (var files = Files.newDirectoryStream(output, "*.parquet")) {
            assertThat(files.iterator()).toIterable().hasSize(IMAGES / 2);
        }
    }

    @Test
    void theyGoIntoANetworkAgainInTheFormatThatReadsThem() throws Exception {
        Path output = directory.resolve("again");
        Path model = Files.writeString(directory.resolve("rest.conf"), """
                weights = rest.safetensors
                layers = [ { name = conv, type = Conv2d, in_channels = 32, out_channels = 4, kernel_size = 1 } ]
                """);
        Path weights = directory.resolve("rest.safetensors");
        assertThat(Command.run("init", "--model", model, "--seed", "0", "--output", weights)
                        .code())
                .isZero();
        Object[] words = {
            "extract",
            "--input",
            fixed,
            "--column",
            "pool2",
            "--carry-columns",
            "",
            "--model",
            model,
            "--output",
            output,
            "--input-format"
        };
        Command parquet = Command.run(with(words, "parquet"));
        assertThat(parquet.code()).isEqualTo(2);
        assertThat(parquet.err())
                .isEqualTo("convoy extract: " + fixed + ": column 'pool2' holds tensors in float16,"
                        + " which only --input-format tensor-parquet reads\n");
        Command tensors = Command.run(with(words, "tensor-parquet"));
        tensors.requireDone();
        assertThat(Outputs.ok(spark(), output))
                .hasSize(IMAGES)
                .allSatisfy(row -> assertThat(row.getStruct(3).getList(0)).hasSize(4 * 8 * 8));
    }

    private List<Row> rows(Path output) {
        return spark().read()
                .format("tensor-parquet")
                .load(output.toString())
                .orderBy("path")
                .collectAsList();
    }

    private static Object[] with(Object[] words, Object... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
    }
}
