package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.image.ImageDecoder;
import dev.convoy.image.Preprocessing;
import dev.convoy.image.RgbImage;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableInputTest extends SparkSuite {

    private static final StructType PHOTOS = new StructType()
            .add("id", DataTypes.LongType)
            .add("photo", DataTypes.BinaryType)
            .add("label", DataTypes.StringType)
            .add(
                    "place",
                    new StructType()
                            .add("city", DataTypes.StringType)
                            .add("tags", DataTypes.createArrayType(DataTypes.StringType)));

    private static final int COUNT = 9;

    @TempDir
    private static Path directory;

    private final List<byte[]> files = new ArrayList<>();
    private Path parquet;

    @BeforeAll
    void writeTable() throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            byte[] file = Files.readAllBytes(Samples.draw(directory.resolve(i + ".png"), "png", 30 + i, 40));
            files.add(i == 3 ? "no image".getBytes() : i == 5 ? null : file);
            Row place = RowFactory.create("city " + i, new String[] {"a", "b" + i});
            rows.add(RowFactory.create((long) i, files.get(i), i % 4 == 0 ? null : "label " + i, place));
        }
        parquet = directory.resolve("photos");
        table(rows, PHOTOS).write().partitionBy("id").parquet(parquet.toString());
        table(rows, PHOTOS).write().orc(directory.resolve("photos.orc").toString());
    }

    @Test
    void everyRowIsARowAndBringsItsOtherColumns() throws Exception {
        Path output = extract(parquet, "parquet", "--crop", "32");
        Dataset<Row> ok = spark().read().parquet(output.toString());
        assertThat(ok.columns()).containsExactly("path", "width", "height", "pool2", "label", "place", "id");
        List<Row> rows = ok.orderBy("id").collectAsList();
        assertThat(rows).hasSize(COUNT - 2);
        for (Row row : rows) {
            int id = row.<Integer>getAs("id");
            assertThat(row.<String>getAs("path")).matches("file:.*/photos/id=" + id + "/part-.*parquet#0");
            assertThat(row.<Integer>getAs("width")).isEqualTo(30 + id);
            assertThat(row.<String>getAs("label")).isEqualTo(id % 4 == 0 ? null : "label " + id);
            assertThat(row.<Row>getAs("place").getString(0)).isEqualTo("city " + id);
            assertThat(row.<Row>getAs("place").getList(1)).isEqualTo(List.of("a", "b" + id));
            RgbImage image = new ImageDecoder().decode(files.get(id));
            Tensor expected = Samples.expected(image, Preprocessing.none().centerCrop(32), "pool2");
            assertThat(Outputs.tensor(row.getList(3), expected.shape()).sameBits(expected))
                    .isTrue();
        }
        Dataset<Row> failed = spark().read().parquet(output + "/_failed");
        assertThat(failed.columns()).containsExactly("path", "label", "place", "id", "error");
        List<Row> bad = failed.orderBy("id").collectAsList();
        assertThat(bad).hasSize(2);
        assertThat(bad.get(0).<String>getAs("label")).isEqualTo("label 3");
        assertThat(bad.get(0).<Row>getAs("error").getString(0)).isEqualTo("decode");
        assertThat(bad.get(1).<Row>getAs("error"))
                .isEqualTo(RowFactory.create("read", "expected an image, but the column is null", false));
    }

    @Test
    void anyOtherFormatOfSparks() {
        Path output = extract(directory.resolve("photos.orc"), "orc", "--carry-columns", "id");
        List<Row> rows = Outputs.ok(spark(), output);
        assertThat(rows).hasSize(COUNT - 2);
        assertThat(rows.get(0).schema().fieldNames()).containsExactly("path", "width", "height", "pool2", "id");
        assertThat(rows).allSatisfy(row -> assertThat(row.getString(0)).matches("file:.*orc#\\d+"));
        assertThat(rows.stream().map(row -> row.getString(0))).doesNotHaveDuplicates();
    }

    @Test
    void aPathColumnIsTheRowsPath() {
        Path table = directory.resolve("paths");
        StructType schema = new StructType().add("path", DataTypes.StringType).add("content", DataTypes.BinaryType);
        table(List.of(RowFactory.create("s3://b/0", files.get(0)), RowFactory.create(null, files.get(1))), schema)
                .coalesce(1)
                .write()
                .parquet(table.toString());
        List<Row> rows = Outputs.ok(spark(), extract(table, "parquet"));
        assertThat(rows.get(0).schema().fieldNames()).containsExactly("path", "width", "height", "pool2");
        assertThat(rows.get(0).getString(0)).matches("file:.*parquet#1");
        assertThat(rows.get(1).getString(0)).isEqualTo("s3://b/0");
    }

    @Test
    void aFieldOfAStruct() {
        Path table = directory.resolve("nested");
        table(List.of(RowFactory.create((long) 1, files.get(0), "a", null)), PHOTOS)
                .selectExpr("named_struct('bytes', photo, 'path', label) as image", "id")
                .write()
                .parquet(table.toString());
        List<Row> rows = Outputs.ok(spark(), extract(table, "parquet", "--column", "image.bytes"));
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).schema().fieldNames()).containsExactly("path", "width", "height", "pool2", "id");
    }

    @Test
    void sparksOwnImages() throws Exception {
        Path table = directory.resolve("spark-images");
        RgbImage image = new ImageDecoder().decode(files.get(0));
        StructType schema = new StructType()
                .add(
                        "image",
                        new StructType()
                                .add("origin", DataTypes.StringType)
                                .add("height", DataTypes.IntegerType)
                                .add("width", DataTypes.IntegerType)
                                .add("nChannels", DataTypes.IntegerType)
                                .add("mode", DataTypes.IntegerType)
                                .add("data", DataTypes.BinaryType));
        List<Row> written = List.of(
                RowFactory.create(RowFactory.create("file:/bgr", 40, 30, 3, 16, channels(image, 2, 1, 0))),
                RowFactory.create(RowFactory.create("file:/bgra", 40, 30, 4, 24, channels(image, 2, 1, 0, 0))),
                RowFactory.create(RowFactory.create("file:/grey", 40, 30, 1, 0, channels(image, 1))),
                RowFactory.create(RowFactory.create("file:/none", -1, -1, -1, -1, new byte[0])),
                RowFactory.create(RowFactory.create("file:/short", 40, 30, 3, 16, new byte[10])));
        table(written, schema).write().parquet(table.toString());
        Path output = extract(table, "parquet", "--crop", "32");
        List<Row> rows = Outputs.ok(spark(), output);
        assertThat(rows.stream().map(row -> row.getString(0))).containsExactly("file:/bgr", "file:/bgra", "file:/grey");
        RgbImage grey = new RgbImage(30, 40, channels(image, 1, 1, 1));
        for (int i = 0; i < 3; i++) {
            Tensor expected =
                    Samples.expected(i == 2 ? grey : image, Preprocessing.none().centerCrop(32), "pool2");
            assertThat(Outputs.tensor(rows.get(i).getList(3), expected.shape()).sameBits(expected))
                    .isTrue();
        }
        assertThat(Outputs.failed(spark(), output).stream()
                        .map(row -> row.<Row>getAs("error").getString(1)))
                .containsExactly(
                        "the image is one that Spark could not decode",
                        "expected an image of height x width x channels bytes, but 40 x 30 x 3 came with 10");
    }

    @Test
    void featuresGoIntoANetworkAgain() throws Exception {
        Path tensors = extract(parquet, "parquet", "--crop", "32", "--layers", "relu1,pool1");
        Path again = directory.resolve("again");
        Command run = Command.run(
                "extract",
                "--input",
                tensors,
                "--input-format",
                "tensor-parquet",
                "--column",
                "pool1",
                "--carry-columns",
                "id",
                "--model",
                rest(),
                "--output",
                again);
        run.requireDone();
        List<Row> rows = Outputs.ok(spark(), again);
        assertThat(rows).hasSize(COUNT - 2);
        assertThat(rows.get(0).<Integer>getAs("width")).isEqualTo(16);
        assertThat(rows.get(0).<Row>getAs("pool").getList(1)).isEqualTo(List.of(4, 8, 8));
    }

    @Test
    void aTensorColumnNeedsAShapeThatTheNetworkTakes() {
        Path table = directory.resolve("tensors");
        spark().sql("select cast(array(1, 2, 3) as array<float>) as t").write().parquet(table.toString());
        Command silent = run(table, "parquet", "--column", "t");
        assertThat(silent.err())
                .isEqualTo("convoy extract: " + table
                        + ": column 't' does not say the shape of its tensors; say --input-shape C,H,W\n");
        Path output = directory.resolve("out of tensors");
        Command run =
                Command.extract(table, output, "--input-format", "parquet", "--column", "t", "--input-shape", "3,1,1");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("pool1");
    }

    @Test
    void aColumnThatIsNotThereOrHoldsNoImages() {
        String columns =
                "; the columns are photo BINARY, label STRING, place STRUCT<city: STRING, tags: ARRAY<STRING>>,"
                        + " id INT\n";
        assertThat(run(parquet, "parquet", "--column", "image"))
                .isEqualTo(new Command(2, "", "convoy extract: " + parquet + ": there is no column 'image'" + columns));
        assertThat(run(parquet, "parquet", "--column", "label").err())
                .isEqualTo("convoy extract: " + parquet
                        + ": expected column 'label' to be BINARY, Spark's image struct,"
                        + " ARRAY<FLOAT> or STRUCT<data: ARRAY<FLOAT>, shape: ARRAY<INT>>, but it is STRING" + columns);
        assertThat(run(parquet, "parquet", "--carry-columns", "label,lable").err())
                .isEqualTo("convoy extract: " + parquet + ": there is no column 'lable' to carry" + columns);
        assertThat(run(parquet, "parquet", "--input-shape", "3,8,8").err())
                .isEqualTo("convoy extract: --input-shape is for tensors, but column 'photo' of " + parquet
                        + " holds images\n");
    }

    @Test
    void whichColumnIfThereAreSeveralOrNone() {
        Path table = directory.resolve("two");
        spark().range(1).selectExpr("X'01' as a", "X'02' as b").write().parquet(table.toString());
        assertThat(run(table, "parquet").err())
                .isEqualTo("convoy extract: " + table + ": expected one column of images, or --column NAME to say which"
                        + " one, but there are [a, b]; the columns are a BINARY, b BINARY\n");
    }

    @Test
    void aCarriedColumnThatTheOutputHasItself() {
        Path table = directory.resolve("width");
        spark().range(1)
                .selectExpr("X'01' as image", "5 as Width", "6 as kept")
                .write()
                .parquet(table.toString());
        assertThat(run(table, "parquet").err())
                .isEqualTo("convoy extract: column 'Width' of the input would be carried, but the output has one of its"
                        + " own; say which to carry without it: --carry-columns a,b (or \"\" for none)\n");
        assertThat(run(table, "parquet", "--carry-columns", "").code()).isEqualTo(3);
        assertThat(Outputs.failed(spark(), directory.resolve("out of width"))
                        .get(0)
                        .schema()
                        .fieldNames())
                .containsExactly("path", "error");
    }

    @Test
    void aFormatThatSparkDoesNotHave() {
        Command run = run(parquet, "parqet");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("convoy extract: " + parquet + ": the input cannot be read as 'parqet': ")
                .contains("parqet");
    }

    private Path extract(Path input, String format, Object... more) {
        Path output = directory.resolve("out of " + input.getFileName());
        Command run = run(input, format, more);
        run.requireDone();
        return output;
    }

    private static Command run(Path input, String format, Object... more) {
        Path output = directory.resolve("out of " + input.getFileName());
        List<Object> words = new ArrayList<>(List.of("--input-format", format, "--overwrite"));
        words.addAll(List.of(more));
        return Command.extract(input, output, words.toArray());
    }

    private Dataset<Row> table(List<Row> rows, StructType schema) {
        return spark().createDataFrame(rows, schema);
    }

    /** These of an image's channels, interleaved. */
    private static byte[] channels(RgbImage image, int... channels) {
        int pixels = image.width() * image.height();
        byte[] data = new byte[pixels * channels.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = image.rgb()[3 * (i / channels.length) + channels[i % channels.length]];
        }
        return data;
    }

    /** A network that takes 16 channels. */
    private static Path rest() throws Exception {
        Path model = Files.writeString(directory.resolve("rest.conf"), """
                weights = rest.safetensors
                layers = [
                  { name = conv, type = Conv2d, in_channels = 16, out_channels = 4, kernel_size = 1 }
                  { name = pool, type = MaxPool2d, kernel_size = 2 }
                ]
                """);
        Command init =
                Command.run("init", "--model", model, "--seed", "0", "--output", directory.resolve("rest.safetensors"));
        init.requireDone();
        return model;
    }
}
