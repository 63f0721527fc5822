package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.Model;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapeColumnTest extends SparkSuite {

    private static final StructType TENSORS = new StructType()
            .add("path", DataTypes.StringType)
            .add("data", DataTypes.createArrayType(DataTypes.FloatType))
            .add("sizes", DataTypes.createArrayType(DataTypes.LongType))
            .add("label", DataTypes.StringType);

    private static final Tensor LARGE = Generator.manualSeed(1).randn(Shape.of(3, 20, 24));
    private static final Tensor SMALL = Generator.manualSeed(2).randn(Shape.of(3, 8, 12));

    @TempDir
    private static Path directory;

    private Path table;

    @BeforeAll
    void writeTable() {
        table = directory.resolve("tensors");
        List<Float> values = floats(SMALL);
        List<Float> withNull = new ArrayList<>(values);
        withNull.set(7, null);
        List<Row> rows = List.of(
                row("large", floats(LARGE), 3L, 20L, 24L),
                row("small", values, 3L, 8L, 12L),
                RowFactory.create("a", values, null, "l"),
                RowFactory.create("b", null, List.of(3L, 8L, 12L), "l"),
                row("c", values, 3L, -8L, 12L),
                row("d", values, 3L, 1L << 20, 1L << 20),
                row("e", values, 3L, 1L << 40, 12L),
                row("f", values, 3L, 8L, 13L),
                row("g", values, 3L, null, 12L),
                row("h", withNull, 3L, 8L, 12L),
                row("i", values, 3L, 96L),
                row("j", List.of(), 3L, 0L, 12L),
                row("k", values),
                row("l", values, 3L, (1L << 32) + 8, 12L));
        spark().createDataFrame(rows, TENSORS).write().parquet(table.toString());
    }

    @Test
    void eachTensorIsOfItsShapeAndABadOneFailsAlone() throws Exception {
        Path output = directory.resolve("out");
        Command run = run(output, "--shape-column", "sizes");
        run.requireDone();
        List<Row> rows = Outputs.ok(spark(), output);
        assertThat(rows.get(0).schema().fieldNames()).containsExactly("path", "width", "height", "pool2", "label");
        assertThat(rows).hasSize(2);
        assertFeatures(rows.get(0), "large", LARGE);
        assertFeatures(rows.get(1), "small", SMALL);
        String most = "a tensor has at most 2147483647 elements, more than that has shape [3, 1048576, 1048576]";
        assertThat(Outputs.failed(spark(), output).stream()
                        .map(row ->
                                row.getString(0) + " " + row.<Row>getAs("error").getString(0) + " "
                                        + row.<Row>getAs("error").getString(1)))
                .containsExactly(
                        "a read expected a tensor, but its shape is null",
                        "b read expected a tensor, but its data is null",
                        "c read a shape's sizes are 0 or more, but this one is [3, -8, 12]",
                        "d read " + most,
                        "e read expected sizes from 0 to 2147483647, but the shape is [3, 1099511627776, 12]",
                        "f read expected 312 values, as many as shape [3, 8, 13] has, but there are 288",
                        "g read expected a tensor, but element 1 of its shape is null",
                        "h read expected a tensor, but element 7 of its data is null",
                        "i read expected a tensor [C, H, W] of 1 value or more, but its shape is [3, 96]",
                        "j read expected a tensor [C, H, W] of 1 value or more, but its shape is [3, 0, 12]",
                        "k read expected a tensor [C, H, W] of 1 value or more, but its shape is []",
                        "l read expected sizes from 0 to 2147483647, but the shape is [3, 4294967304, 12]");
    }

    @Test
    void inputShapeChecksTheColumnsShapes() {
        Path output = directory.resolve("checked");
        Command run = run(output, "--shape-column", "sizes", "--input-shape", "3,8,12", "--carry-columns", "sizes");
        run.requireDone();
        List<Row> rows = Outputs.ok(spark(), output);
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).getList(3)).hasSize(32 * 2 * 3);
        assertThat(rows.get(0).<Long>getList(4)).containsExactly(3L, 8L, 12L);
        assertThat(Outputs.failed(spark(), output).stream()
                        .filter(row -> row.getString(0).equals("large"))
                        .map(row -> row.<Row>getAs("error").getString(1)))
                .containsExactly("expected a tensor of shape [3, 8, 12], but its shape is [3, 20, 24]");
    }

    @Test
    void bytesWithShapesOfIntsInAStruct() throws Exception {
        Path bytes = directory.resolve("bytes");
        spark().sql("select 'b' as path, transform(sequence(0, 47), i -> cast(i * 2 as tinyint)) as levels,"
                        + " named_struct('chw', array(3, 4, 4)) as meta")
                .write()
                .parquet(bytes.toString());
        Path output = directory.resolve("out of bytes");
        Command run = Command.extract(
                bytes, output, "--input-format", "parquet", "--column", "levels", "--shape-column", "meta.chw");
        run.requireDone();
        Tensor expected = Tensor.zeros(Shape.of(3, 4, 4));
        for (int i = 0; i < 48; i++) {
            expected.array()[i] = 2 * i;
        }
        assertFeatures(Outputs.ok(spark(), output).get(0), "b", expected);
    }

    @Test
    void aColumnThatIsNotThereOrHoldsNoShapes() {
        String columns = "; the columns are path STRING, data ARRAY<FLOAT>, sizes ARRAY<BIGINT>, label STRING\n";
        assertThat(run(directory.resolve("no"), "--shape-column", "size"))
                .isEqualTo(new Command(2, "", "convoy extract: " + table + ": there is no column 'size'" + columns));
        assertThat(run(directory.resolve("no"), "--shape-column", "label"))
                .isEqualTo(new Command(
                        2,
                        "",
                        "convoy extract: " + table + ": expected column 'label' to be ARRAY<INT> or ARRAY<BIGINT>,"
                                + " but it is STRING" + columns));
    }

    @Test
    void aColumnOfImagesOrOfTensorsWithTheirShapes() {
        Path other = directory.resolve("other");
        spark().sql("select X'01' as image, named_struct('data', array(1f), 'shape', array(1, 1, 1)) as t,"
                        + " array(1, 1, 1) as sizes")
                .write()
                .parquet(other.toString());
        String refused = "convoy extract: --shape-column is for tensors in an ARRAY<FLOAT>, but column ";
        assertThat(other(other, "image").err()).isEqualTo(refused + "'image' of " + other + " holds images\n");
        assertThat(other(other, "t").err())
                .isEqualTo(refused + "'t' of " + other + " holds tensors that bring their shapes\n");
    }

    @Test
    void parquetsHalvesAreRefusedClearly() throws Exception {
        Path halves = Files.createDirectories(directory.resolve("halves"));
        MessageType type = MessageTypeParser.parseMessageType("message m { required group x (LIST) {"
                + " repeated group list { required fixed_len_byte_array(2) element (FLOAT16); } } }");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(
                        new LocalOutputFile(halves.resolve("part-0.parquet")))
                .withType(type)
                .build()) {
            Group row = new SimpleGroupFactory(type).newGroup();
            row.addGroup("x").addGroup("list").append("element", Binary.fromConstantByteArray(new byte[] {0, 0x3c}));
            writer.write(row);
        }
        Command run = Command.extract(
                halves,
                directory.resolve("no"),
                "--input-format",
                "parquet",
                "--column",
                "x",
                "--input-shape",
                "3,8,8");
        assertThat(run)
                .isEqualTo(new Command(
                        2,
                        "",
                        "convoy extract: " + halves + ": the input cannot be read as 'parquet': [PARQUET_TYPE_ILLEGAL]"
                                + " Illegal Parquet type: FIXED_LEN_BYTE_ARRAY (FLOAT16). SQLSTATE: 42846\n"));
    }

    private Command run(Path output, Object... more) {
        Object[] words = Arrays.copyOf(more, more.length + 4);
        System.arraycopy(new Object[] {"--input-format", "parquet", "--column", "data"}, 0, words, more.length, 4);
        return Command.extract(table, output, words);
    }

    private static Command other(Path table, String column) {
        return Command.extract(
                table,
                directory.resolve("no"),
                "--input-format",
                "parquet",
                "--column",
                column,
                "--shape-column",
                "sizes");
    }

    private static void assertFeatures(Row row, String path, Tensor input) throws Exception {
        assertThat(row.getString(0)).isEqualTo(path);
        Shape shape = input.shape();
        Tensor expected = Model.load(Samples.model())
                .forward(input.reshape(Shape.of(1, shape.size(0), shape.size(1), shape.size(2))));
        Row features = row.getAs("pool2");
        assertThat(Outputs.tensor(features.getList(0), expected.shape()).sameBits(expected))
                .isTrue();
    }

    private static Row row(String path, List<Float> data, Long... sizes) {
        return RowFactory.create(path, data, Arrays.asList(sizes), "l");
    }

    private static List<Float> floats(Tensor tensor) {
        List<Float> floats = new ArrayList<>();
        for (float value : tensor.array()) {
            floats.add(value);
        }
        return floats;
    }
}
