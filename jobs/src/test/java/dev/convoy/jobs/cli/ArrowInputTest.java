package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.Model;
import dev.convoy.image.Preprocessing;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.jobs.source.ArrowFiles;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrowInputTest extends SparkSuite {

    private static final String CHW = "{\"shape\":[3,8,6]}";
    private static final int ELEMENTS = 3 * 8 * 6;

    @TempDir
    private Path directory;

    private Path tables;

    @BeforeEach
    void makeDirectory() throws Exception {
        tables = Files.createDirectories(directory.resolve("tables"));
    }

    @Test
    void halvesWithTheirOtherColumnsFromAFileAndAStream() throws Exception {
        List<Field> fields = List.of(
                ArrowFiles.field("label", new ArrowType.Utf8()),
                ArrowFiles.field("day", new ArrowType.Date(DateUnit.DAY)),
                ArrowFiles.tensor("x", ArrowFiles.HALF, ELEMENTS, CHW),
                ArrowFiles.field("id", new ArrowType.Int(64, true)));
        for (String name : List.of("a.arrow", "b.stream")) {
            Files.write(
                    tables.resolve(name), ArrowFiles.bytes(name.endsWith("stream"), fields, new int[] {3, 2}, all -> {
                        FixedSizeListVector list = (FixedSizeListVector) all.get(2);
                        for (int row = 0; row < 3; row++) {
                            ((VarCharVector) all.get(0)).setSafe(row, utf8("ü" + row));
                            ((DateDayVector) all.get(1)).setSafe(row, row);
                            ((BigIntVector) all.get(3)).setSafe(row, 1L << 40);
                            if (row > 0) {
                                list.setNotNull(row);
                            }
                        }
                        for (int i = 0; i < 3 * ELEMENTS; i++) {
                            ((Float2Vector) list.getDataVector()).setSafeWithPossibleTruncate(i, i / 8f);
                        }
                    }));
        }
        Command run = run("--batch-size", "2");
        run.requireDone();
        List<Row> rows = rows();
        assertThat(rows.get(0).schema().fieldNames())
                .containsExactly("path", "width", "height", "pool2", "label", "id");
        assertThat(rows.stream().map(ArrowInputTest::name))
                .containsExactly("a.arrow#1", "a.arrow#2", "a.arrow#4", "b.stream#1", "b.stream#2", "b.stream#4");
        for (Row row : rows) {
            int place = name(row).endsWith("2") ? 2 : 1;
            assertThat(row.<Integer>getAs("width")).isEqualTo(6);
            assertThat(row.<String>getAs("label")).isEqualTo("ü" + place);
            assertThat(row.<Long>getAs("id")).isEqualTo(1L << 40);
            Tensor input = Tensor.zeros(Shape.of(3, 8, 6));
            for (int i = 0; i < ELEMENTS; i++) {
                input.array()[i] = (place * ELEMENTS + i) / 8f;
            }
            assertFeatures(row, input);
        }
        assertThat(failures())
                .containsExactly(
                        "a.arrow#0 expected an image, but the column is null",
                        "a.arrow#3 expected an image, but the column is null",
                        "b.stream#0 expected an image, but the column is null",
                        "b.stream#3 expected an image, but the column is null");
    }

    @Test
    void bytesInAnotherOrderOfDimensions() throws Exception {
        List<Field> fields = List.of(ArrowFiles.tensor(
                "x", new ArrowType.Int(8, false), ELEMENTS, "{\"shape\":[8,6,3],\"permutation\":[2,0,1]}"));
        Files.write(tables.resolve("hwc.arrow"), ArrowFiles.bytes(false, fields, new int[] {1}, all -> {
            FixedSizeListVector list = (FixedSizeListVector) all.get(0);
            list.setNotNull(0);
            for (int i = 0; i < ELEMENTS; i++) {
                ((UInt1Vector) list.getDataVector()).setSafe(i, i + 100);
            }
        }));
        Command run = run("--input-shape", "3,8,6");
        run.requireDone();
        Tensor input = Tensor.zeros(Shape.of(3, 8, 6));
        for (int i = 0; i < ELEMENTS; i++) {
            input.array()[i % 3 * 48 + i / 3] = (i + 100) & 0xff;
        }
        Tensor expected = Model.load(Samples.model()).forward(input.reshape(Shape.of(1, 3, 8, 6)));
        assertThat(Outputs.tensor(rows().get(0).getList(3), expected.shape()).sameBits(expected))
                .isTrue();
    }

    @Test
    void tensorsThatBringTheirShapes() throws Exception {
        int[][] sizes = {{3, 8, 6}, {3, 4, 4}, {3, -1, 4}, {3, 4, 5}, {3, 48, 0}};
        Files.write(
                tables.resolve("v.arrow"),
                ArrowFiles.bytes(true, List.of(ArrowFiles.varyingTensor("x")), new int[] {sizes.length}, all -> {
                    StructVector struct = (StructVector) all.get(0);
                    ListVector data =
                            (ListVector) struct.getChildrenFromFields().get(0);
                    FixedSizeListVector shape =
                            (FixedSizeListVector) struct.getChildrenFromFields().get(1);
                    int value = 0;
                    for (int row = 0; row < sizes.length; row++) {
                        struct.setIndexDefined(row);
                        shape.setNotNull(row);
                        for (int i = 0; i < 3; i++) {
                            ((IntVector) shape.getDataVector()).setSafe(3 * row + i, sizes[row][i]);
                        }
                        int elements = row == 0 ? ELEMENTS : row == 4 ? 0 : 48;
                        data.startNewValue(row);
                        for (int i = 0; i < elements; i++) {
                            ((Float4Vector) data.getDataVector()).setSafe(value++, i);
                        }
                        data.endValue(row, elements);
                    }
                    data.getDataVector().setValueCount(value);
                }));
        run().requireDone();
        List<Row> rows = rows();
        assertThat(rows).hasSize(2);
        for (int row = 0; row < 2; row++) {
            Tensor input = Tensor.zeros(Shape.of(sizes[row]));
            for (int i = 0; i < input.shape().elements(); i++) {
                input.array()[i] = i;
            }
            assertFeatures(rows.get(row), input);
        }
        assertThat(failures().stream().map(line -> line.replaceFirst("at byte \\d+: ", "")))
                .containsExactly(
                        "v.arrow#2 column 'x', row 2 of its batch: a shape's sizes are 0 or more,"
                                + " but this one is [3, -1, 4]",
                        "v.arrow#3 column 'x', row 3 of its batch: expected 60 values, as many as shape [3, 4, 5] has,"
                                + " but there are 48",
                        "v.arrow#4 expected a tensor [C, H, W] of 1 value or more, but its shape is [3, 48, 0]");
    }

    @Test
    void encodedImagesInAStruct() throws Exception {
        byte[] file = Files.readAllBytes(Samples.draw(directory.resolve("drawn.png"), "png", 40, 34));
        Files.write(tables.resolve("images.arrow"), ArrowFiles.bytes(true, imageFields(), new int[] {4}, all -> {
            StructVector image = (StructVector) all.get(0);
            for (int row = 0; row < 4; row++) {
                if (row != 1) {
                    image.setIndexDefined(row);
                }
                byte[] bytes = row == 2 ? utf8("no image") : file;
                ((VarBinaryVector) image.getChildrenFromFields().get(0)).setSafe(row, bytes);
                byte[] label = row == 3 ? new byte[] {'p', (byte) 0xc3} : utf8("l" + row);
                ((VarCharVector) all.get(1)).setSafe(row, label);
            }
        }));
        Command run = run("--crop", "32", "--max-bytes", Integer.toString(file.length));
        run.requireDone();
        List<Row> rows = rows();
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).<String>getAs("label")).isEqualTo("l0");
        Tensor expected = Samples.expected(
                directory.resolve("drawn.png"), Preprocessing.none().centerCrop(32), "pool2");
        assertThat(Outputs.tensor(rows.get(0).getList(3), expected.shape()).sameBits(expected))
                .isTrue();
        assertThat(failures().get(0)).isEqualTo("images.arrow#1 expected an image, but the column is null");
        assertThat(failures().get(1)).startsWith("images.arrow#2 ");
        assertThat(failures().get(2))
                .matches("images.arrow#3 at byte \\d+: column 'label', row 3 of its batch:"
                        + " expected UTF-8 text, but it is none");
        assertThat(run("--overwrite", "--crop", "32", "--max-bytes", "20").out())
                .contains("images.arrow#0: read: expected at most 20 bytes (--max-bytes), but the file has "
                        + file.length);
    }

    @Test
    void aDamagedFileFailsFromThereOn() throws Exception {
        List<Field> fields = List.of(ArrowFiles.tensor("x", ArrowFiles.FLOAT, ELEMENTS, CHW));
        byte[] file = ArrowFiles.bytes(false, fields, new int[] {2, 2}, all -> {
            FixedSizeListVector list = (FixedSizeListVector) all.get(0);
            for (int i = 0; i < 2 * ELEMENTS; i++) {
                ((Float4Vector) list.getDataVector()).setSafe(i, i);
            }
            list.setNotNull(0);
            list.setNotNull(1);
        });
        Files.write(tables.resolve("a.arrow"), Arrays.copyOf(file, file.length - 1000));
        Files.writeString(tables.resolve("b.arrow"), "no Arrow, but longer than 8 bytes");
        Files.createFile(tables.resolve("c.arrow"));
        byte[] other = ArrowFiles.bytes(
                false, List.of(ArrowFiles.field("y", new ArrowType.Int(32, true))), new int[] {1}, all -> {});
        Files.write(tables.resolve("d.arrow"), other);
        Command run = run("--column", "x");
        run.requireDone();
        assertThat(run.out()).containsPattern("images listed +6\n").containsPattern("images failed +4\n");
        assertThat(rows().stream().map(ArrowInputTest::name)).containsExactly("a.arrow#0", "a.arrow#1");
        List<String> failures = failures();
        assertThat(failures.get(0)).matches("a.arrow at byte \\d+: .*; the download is probably truncated");
        assertThat(failures.subList(1, 4))
                .containsExactly(
                        "b.arrow at byte 0: an Arrow file begins with ARROW1, and an Arrow stream with ff ff ff ff;"
                                + " this is neither",
                        "c.arrow the file has 0 bytes, which no Arrow file has; the download is probably truncated",
                        "d.arrow expected a column 'x' of kind TENSOR, as in the other files,"
                                + " but the columns are [y INTEGER]");
    }

    @Test
    void columnsThatAreNotThereOrCannotBeRead() throws Exception {
        String columns = "; the columns are image Struct_, image.bytes Binary, label Utf8, day Date\n";
        Files.write(tables.resolve("images.arrow"), ArrowFiles.bytes(true, imageFields(), new int[] {0}, all -> {}));
        String refused = "convoy extract: " + tables + ": ";
        assertThat(run("--column", "photo"))
                .isEqualTo(new Command(2, "", refused + "there is no column 'photo'" + columns));
        assertThat(run("--column", "image").err())
                .isEqualTo(refused + "expected column 'image' to be Binary, LargeBinary, or extension type"
                        + " arrow.fixed_shape_tensor or arrow.variable_shape_tensor, but it is Struct_" + columns);
        assertThat(run("--carry-columns", "day").err())
                .isEqualTo(refused + "column 'day' cannot be carried: expected text, a boolean, an integer or a float,"
                        + " but it is Date" + columns);
        assertThat(run("--carry-columns", "lable").err())
                .isEqualTo(refused + "there is no column 'lable' to carry" + columns);
        assertThat(run("--input-shape", "3,8,8").err())
                .isEqualTo("convoy extract: --input-shape is for tensors, but column 'image.bytes' of " + tables
                        + " holds images\n");
    }

    @Test
    void aColumnThatTheOutputHasItself() throws Exception {
        List<Field> fields = List.of(
                ArrowFiles.field("image", new ArrowType.Binary()), ArrowFiles.field("path", new ArrowType.Utf8()));
        Files.write(tables.resolve("paths.arrow"), ArrowFiles.bytes(true, fields, new int[] {1}, all -> {}));
        assertThat(run().err())
                .isEqualTo("convoy extract: column 'path' of the input would be carried, but the output has one of its"
                        + " own; say which to carry without it: --carry-columns a,b (or \"\" for none)\n");
        assertThat(run("--carry-columns", "").code()).isEqualTo(3);
        assertThat(failures()).containsExactly("paths.arrow#0 expected an image, but the column is null");
    }

    @Test
    void anotherRunTakesTheFilesThatHaveComeSince() throws Exception {
        List<Field> fields = List.of(ArrowFiles.tensor("x", ArrowFiles.FLOAT, ELEMENTS, CHW));
        byte[] file = ArrowFiles.bytes(true, fields, new int[] {2}, all -> {
            FixedSizeListVector list = (FixedSizeListVector) all.get(0);
            for (int i = 0; i < 2 * ELEMENTS; i++) {
                ((Float4Vector) list.getDataVector()).setSafe(i, i);
            }
            list.setNotNull(0);
            list.setNotNull(1);
        });
        Files.write(tables.resolve("a.arrow"), file);
        run("--incremental").requireDone();
        Files.write(tables.resolve("b.arrow"), file);
        Command again = run("--incremental");
        again.requireDone();
        assertThat(again.out()).containsPattern("images written +2\n");
        assertThat(rows().stream().map(ArrowInputTest::name))
                .containsExactly("a.arrow#0", "a.arrow#1", "b.arrow#0", "b.arrow#1");
    }

    @Test
    void whichColumnIfThereAreSeveralAndNoArrowAtAll() throws Exception {
        List<Field> two = List.of(
                ArrowFiles.field("a", new ArrowType.Binary()), ArrowFiles.field("b", new ArrowType.LargeBinary()));
        Path file = Files.write(tables.resolve("two.arrow"), ArrowFiles.bytes(false, two, new int[] {0}, all -> {}));
        assertThat(run().err())
                .isEqualTo("convoy extract: " + tables + ": expected one column of images, or --column NAME to say"
                        + " which one, but there are [a, b]; the columns are a Binary, b LargeBinary\n");
        Files.writeString(file, "no Arrow");
        Command run = run();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("convoy extract: " + tables + ": expected Arrow files, but none can be read: file:" + file
                        + ": at byte 0: an Arrow file begins with ARROW1, and an Arrow stream with ff ff ff ff;"
                        + " this is neither\n");
    }

    private static List<Field> imageFields() {
        Field bytes = ArrowFiles.field("bytes", new ArrowType.Binary());
        return List.of(
                ArrowFiles.struct("image", bytes),
                ArrowFiles.field("label", new ArrowType.Utf8()),
                ArrowFiles.field("day", new ArrowType.Date(DateUnit.DAY)));
    }

    private static void assertFeatures(Row row, Tensor input) throws Exception {
        Shape shape = input.shape();
        Tensor expected = Model.load(Samples.model())
                .forward(input.reshape(Shape.of(1, shape.size(0), shape.size(1), shape.size(2))));
        Row features = row.getAs("pool2");
        assertThat(Outputs.tensor(features.getList(0), expected.shape()).sameBits(expected))
                .isTrue();
    }

    private Command run(Object... more) {
        Object[] words = Arrays.copyOf(more, more.length + 2);
        words[more.length] = "--input-format";
        words[more.length + 1] = "arrow";
        return Command.extract(tables, directory.resolve("out"), words);
    }

    private List<Row> rows() {
        return Outputs.ok(spark(), directory.resolve("out"));
    }

    private List<String> failures() {
        return Outputs.failed(spark(), directory.resolve("out")).stream()
                .map(row -> name(row) + " " + row.<Row>getAs("error").getString(1))
                .sorted()
                .toList();
    }

    private static String name(Row row) {
        return row.getString(0).replaceFirst(".*/", "");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
