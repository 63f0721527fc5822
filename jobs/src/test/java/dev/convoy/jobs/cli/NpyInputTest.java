package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.Model;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.state.npy.Npy;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyInputTest extends SparkSuite {

    private static final Tensor BATCH = Generator.manualSeed(5).randn(Shape.of(5, 3, 20, 24));

    @TempDir
    private Path directory;

    private Path arrays;

    @BeforeEach
    void makeDirectory() throws Exception {
        arrays = Files.createDirectories(directory.resolve("arrays"));
    }

    @Test
    void batchesAndSingleInputs() throws Exception {
        Npy.write(arrays.resolve("five.npy"), BATCH);
        Tensor one = Generator.manualSeed(6).randn(Shape.of(3, 20, 24));
        Npy.write(arrays.resolve("one.npy"), one);
        Npy.writeFortranOrder(arrays.resolve("turned.npy"), one);
        Command run = run("--input-shape", "3,20,24", "--batch-size", "3");
        run.requireDone();
        assertThat(run.out()).containsPattern("images listed +7\n");
        List<Row> rows = rows();
        assertThat(rows.stream().map(NpyInputTest::name))
                .containsExactly(
                        "five.npy#0", "five.npy#1", "five.npy#2", "five.npy#3", "five.npy#4", "one.npy", "turned.npy");
        Model model = Model.load(Samples.model());
        Tensor five = model.forward(BATCH);
        Tensor single = model.forward(one.reshape(Shape.of(1, 3, 20, 24)));
        int elements = single.shape().elements();
        for (int i = 0; i < 7; i++) {
            assertThat(rows.get(i).<Integer>getAs("width")).isEqualTo(24);
            assertThat(rows.get(i).<Integer>getAs("height")).isEqualTo(20);
            Tensor expected = i >= 5
                    ? single
                    : Tensor.of(single.shape(), Arrays.copyOfRange(five.array(), i * elements, (i + 1) * elements));
            assertThat(Outputs.tensor(rows.get(i).getList(3), single.shape()).sameBits(expected))
                    .isTrue();
        }
    }

    @Test
    void halvesAndBytes() throws Exception {
        short one = 0x3c00;
        ByteBuffer halves = ByteBuffer.allocate(2 * 3 * 4 * 4).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer levels = ByteBuffer.allocate(3 * 4 * 4);
        while (halves.hasRemaining()) {
            halves.putShort(one);
            levels.put((byte) 255);
        }
        write("f2.npy", "<f2", "(3, 4, 4)", halves.array());
        write("u1.npy", "|u1", "(1, 3, 4, 4)", levels.array());
        assertThat(run().code()).isZero();
        Model model = Model.load(Samples.model());
        for (Row row : rows()) {
            Tensor input = Tensor.zeros(Shape.of(1, 3, 4, 4));
            Arrays.fill(input.array(), name(row).equals("f2.npy") ? 1 : 255);
            Row tensor = row.getAs("pool2");
            assertThat(tensor.getList(1)).isEqualTo(List.of(32, 1, 1));
            assertThat(Outputs.tensor(tensor.getList(0), Shape.of(1, 32, 1, 1)).sameBits(model.forward(input)))
                    .isTrue();
        }
    }

    @Test
    void whatIsNoInputIsAFailure() throws Exception {
        Files.writeString(arrays.resolve("a.npy"), "no array");
        Npy.write(arrays.resolve("b.npy"), Tensor.zeros(Shape.of(4, 4)));
        Npy.writeFortranOrder(arrays.resolve("c.npy"), Generator.manualSeed(1).randn(Shape.of(2, 3, 4, 4)));
        write("d.npy", "<f4", "(3, 4, 4)", new byte[100]);
        write("e.npy", "|u1", "(1000000000, 0, 4, 4)", new byte[0]);
        Npy.write(arrays.resolve("f.npy"), Tensor.zeros(Shape.of(3, 40, 40)));
        Npy.write(arrays.resolve("g.npy"), Tensor.zeros(Shape.of(0, 3, 4, 4)));
        Npy.write(arrays.resolve("h.npy"), Tensor.zeros(Shape.of(5, 4, 4)));
        Command run = run("--max-bytes", "10000");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).containsPattern("images failed +8\n");
        String turned = "read the array is in Fortran order, in which the parts of [2, 3, 4, 4] do not lie together;"
                + " save it with numpy.ascontiguousarray";
        List<String> failures = Outputs.failed(spark(), directory.resolve("out")).stream()
                .map(row -> name(row) + " " + row.getStruct(1).getString(0) + " "
                        + row.getStruct(1).getString(1))
                .toList();
        assertThat(failures.subList(0, 7))
                .containsExactly(
                        "a.npy read at byte 0: an npy file begins with \\x93NUMPY, but this one does not;"
                                + " it is of another format",
                        "b.npy read expected an array [N, C, H, W] or [C, H, W] of 1 value or more,"
                                + " but its shape is [4, 4]",
                        "c.npy#0 " + turned,
                        "c.npy#1 " + turned,
                        "d.npy read an array of shape [3, 4, 4] and dtype '<f4' takes 192 bytes,"
                                + " but only 100 follow the header; the file is probably truncated",
                        "e.npy read expected an array [N, C, H, W] or [C, H, W] of 1 value or more,"
                                + " but its shape is [1000000000, 0, 4, 4]",
                        "f.npy read expected at most 10000 bytes (--max-bytes), but the file has 19200");
        assertThat(failures.get(7)).startsWith("h.npy model ");
    }

    @Test
    void anotherShapeThanWasSaidIsAFailure() throws Exception {
        Npy.write(arrays.resolve("five.npy"), BATCH);
        Command run = run("--input-shape", "3,24,20");
        assertThat(run.out())
                .containsPattern("images failed +5\n")
                .contains("five.npy#0: read: expected a tensor of shape [3, 24, 20], but its shape is [3, 20, 24]");
    }

    @Test
    void preprocessingIsRefused() throws Exception {
        Npy.write(arrays.resolve("five.npy"), BATCH);
        Command run = run("--preset", "imagenet");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("convoy extract: tensors go into the network as they are, but the options say Resize(256)");
    }

    private Command run(Object... more) {
        Object[] words = Arrays.copyOf(more, more.length + 2);
        words[more.length] = "--input-format";
        words[more.length + 1] = "npy";
        return Command.extract(arrays, directory.resolve("out"), words);
    }

    private List<Row> rows() {
        return Outputs.ok(spark(), directory.resolve("out"));
    }

    private static String name(Row row) {
        return row.getString(0).replaceFirst(".*/", "");
    }

    private void write(String name, String dtype, String shape, byte[] data) throws Exception {
        String header = "{'descr': '" + dtype + "', 'fortran_order': False, 'shape': " + shape + ", }";
        header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
        ByteBuffer file = ByteBuffer.allocate(10 + header.length() + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("\u0093NUMPY\u0001\0".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .put(data);
        Files.write(arrays.resolve(name), file.array());
    }
}
