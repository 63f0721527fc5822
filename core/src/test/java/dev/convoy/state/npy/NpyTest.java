package dev.convoy.state.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.MalformedFileException;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {

    @TempDir
    Path directory;

    @Test
    void filesOfNumpyAreWrittenBackByteForByteInEitherOrder() throws IOException {
        byte[] rowMajor = resource("input.npy");
        byte[] fortran = resource("input_fortran.npy");
        Path file = Files.write(directory.resolve("in.npy"), rowMajor);

        Tensor tensor = Npy.read(file);
        Npy.write(directory.resolve("c.npy"), tensor);
        Npy.writeFortranOrder(directory.resolve("f.npy"), tensor);

        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3, 32, 32));
        assertThat(directory.resolve("c.npy")).hasBinaryContent(rowMajor);
        assertThat(directory.resolve("f.npy")).hasBinaryContent(fortran);
        assertThat(Npy.read("f", fortran).sameBits(tensor)).isTrue();
    }

    @Test
    void writesTheHeaderNumpyWrites() throws IOException {
        assertThat(header(Shape.of())).startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (), }  ");
        assertThat(header(Shape.of(3))).startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }  ");
        assertThat(header(Shape.of(0, 5))).startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 5), }  ");
    }

    private String header(Shape shape) throws IOException {
        Path file = directory.resolve("h.npy");
        Npy.writeFortranOrder(file, Tensor.zeros(shape));
        byte[] bytes = Files.readAllBytes(file);
        int length = bytes.length - 4 * shape.elements();
        assertThat(length % 64).isZero();
        assertThat(bytes[length - 1]).isEqualTo((byte) '\n');
        assertThat(Npy.read(file).shape()).isEqualTo(shape);
        return new String(bytes, 10, length - 10, StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsEveryVersion() throws IOException {
        for (int version = 1; version <= 3; version++) {
            assertThat(Npy.read("x", file(version, array("<f4", "False", "(1,)"), 0, 0, 0xc0, 0x3f)))
                    .hasToString("tensor([1.5000])");
        }
    }

    @Test
    void readsFloatsOfEverySizeInEitherByteOrder() throws IOException {
        assertThat(read("<f2", 0x00, 0x3e, 0x01, 0x00)).containsExactly(1.5f, 0x1p-24f);
        assertThat(read(">f2", 0x3e, 0x00, 0x00, 0x01)).containsExactly(1.5f, 0x1p-24f);
        assertThat(read(">f4", 0x3f, 0xc0, 0, 0)).containsExactly(1.5f);
        assertThat(read("<f8", 0, 0, 0, 0, 0, 0, 0xf8, 0x3f)).containsExactly(1.5f);
        assertThat(read(">f8", 0x3f, 0xf8, 0, 0, 0, 0, 0, 0)).containsExactly(1.5f);
    }

    @Test
    void readsIntegersThatAreExactlyFloats() throws IOException {
        assertThat(read("|u1", 255, 1)).containsExactly(255, 1);
        assertThat(read("|i1", 255, 1)).containsExactly(-1, 1);
        assertThat(read("<i2", 0xfe, 0xff)).containsExactly(-2);
        assertThat(read(">i4", 0, 1, 0, 0)).containsExactly(65536);
        assertThat(read("<i8", 7, 0, 0, 0, 0, 0, 0, 0)).containsExactly(7);
        assertThat(read(">u2", 1, 0)).containsExactly(256);
    }

    @Test
    void readsFortranOrderRowMajor() throws IOException {
        Tensor tensor = Npy.read("x", file(1, array("|u1", "True", "(2, 3)"), 1, 4, 2, 5, 3, 6));

        assertThat(tensor.sameBits(Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6))).isTrue();
    }

    @Test
    void readsHeadersInAnyPythonSpelling() throws IOException {
        String header = "{ \"shape\" : (2L, ) ,'fortran_order':False,\n'descr':\"|u1\"}";

        assertThat(Npy.read("x", file(1, header, 1, 2)).array()).containsExactly(1, 2);
        assertThat(Npy.read("x", file(1, array("|u1", "False", "()"), 9)).shape())
                .isEqualTo(Shape.of());
        assertThat(Npy.read("x", file(1, array("|u1", "False", "(3, 0)"))).shape())
                .isEqualTo(Shape.of(3, 0));
    }

    @Test
    void objectArraysAreRefusedByName() {
        assertRefused(
                file(1, array("|O", "False", "(1,)"), 0x80, 4),
                "the array holds Python objects (dtype '|O'), which " + "are pickles and can run code: refused");
    }

    @Test
    void unsupportedTypesAreRefusedByName() {
        for (String descr : new String[] {"<U5", "|S3", "<c8", "<M8[ns]", "|V4", "<f16", "f4", "|f4", "", "<"}) {
            assertRefused(
                    file(1, array(descr, "False", "(1,)"), 0, 0, 0, 0), "the dtype '" + descr + "' is not supported");
        }
        assertRefused(
                file(1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 0, 0, 0, 0),
                "the header's 'descr' is a list: arrays of records are not supported");
    }

    @Test
    void otherFormatsAndVersionsAreRefused() {
        assertRefused(
                "PK\003\004----------------".getBytes(StandardCharsets.ISO_8859_1),
                "at byte 0: an npy file begins " + "with \\x93NUMPY, but this one does not");
        byte[] bytes = file(1, array("<f4", "False", "()"), 0, 0, 0, 0);
        bytes[6] = 4;
        assertRefused(bytes, "at byte 6: the version is 4.0, but 1.0, 2.0 and 3.0 are supported");
    }

    @Test
    void truncatedFilesAreRefusedWhereverTheyEnd() {
        byte[] whole = file(2, array("<f4", "False", "(2,)"), 0, 0, 0, 0, 0, 0, 0, 0);
        for (int length = 0; length < 12; length++) {
            assertRefused(Arrays.copyOf(whole, length), "the file has " + length + " bytes and ends inside the header");
        }
        for (int length = 12; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "the file is probably truncated");
        }
        assertRefused(
                Arrays.copyOf(whole, whole.length - 1),
                "an array of shape [2] and dtype '<f4' takes 8 bytes, but " + "only 7 follow the header");
    }

    @Test
    void aHeaderPastTheFileIsRefused() {
        byte[] bytes = file(2, array("<f4", "False", "()"), 0, 0, 0, 0);
        ByteBuffer.wrap(bytes).putInt(8, -1);
        assertRefused(
                bytes,
                "at byte 8: the header's length is given as 4294967295 bytes, but only " + (bytes.length - 12)
                        + " follow");
    }

    @Test
    void shapesThatAreNotTheFileAreRefused() {
        assertRefused(
                file(1, array("<f4", "False", "(1,)"), 0, 0, 0, 0, 9),
                "takes 4 bytes, but 5 follow the header; the " + "file is damaged, or another one is appended");
        assertRefused(
                file(1, array("<f8", "False", "(99999999999999999999, 99999999999999999999)"), 0),
                "takes 79999999999999999998400000000000000000008 bytes, but only 1 follow the header");
        assertRefused(file(1, array("<f4", "False", "(0, 4294967296)")), "has a dimension above the largest supported");
        assertRefused(file(1, array("<f4", "False", "(-1,)")), "the shape has a negative size");
        assertRefused(file(1, array("<f4", "False", "(" + "9".repeat(50) + ",)")), "the shape has a size of 50 digits");
        assertRefused(file(1, array("<f4", "False", "(" + "1,".repeat(65) + ")")), "more than 64 dimensions");
    }

    @Test
    void headersThatAreNotThatOfAnArrayAreRefused() {
        assertRefused(file(1, "[1]"), "at byte 10: expected '{' in the header, found '['");
        assertRefused(file(1, ""), "expected '{' in the header, found its end");
        assertRefused(file(1, "{'descr': '<f4'"), "expected '}' in the header, found its end");
        assertRefused(file(1, "{'descr': '<f4"), "a string in the header does not end");
        assertRefused(file(1, "{'descr': '\\x3cf4'}"), "a string in the header has an escape");
        assertRefused(file(1, "{descr: 1}"), "expected a string in the header, found 'd'");
        assertRefused(file(1, "{'descr': \001}"), "the header's 'descr' is not a string, a boolean or a tuple");
        assertRefused(file(1, "{'a': True, 'a': True}"), "the key 'a' occurs twice in the header");
        assertRefused(
                file(1, "{'descr': '<f4'}"), "the header has the keys [descr], but must have descr, fortran_order");
        assertRefused(file(1, array("<f4", "False", "()") + "x"), "the header goes on after its closing '}'");
        assertRefused(
                file(1, array("<f4", "'no'", "()")), "the header's 'fortran_order' must be True or False, but is no");
        assertRefused(file(1, array("<f4", "False", "True")), "the header's 'shape' must be a tuple, but is true");
        assertRefused(file(1, array("<f4", "False", "(x,)")), "the shape must hold integers, but has 'x'");
        assertRefused(file(1, array("<f4", "False", "(1 2)")), "expected ')' in the header, found '2'");
    }

    @Test
    void valuesThatAreNoFloatsAreRefused() {
        assertRefused(
                file(1, array("<i4", "False", "()"), 1, 0, 0, 1),
                "x: the array is of type I32 and its element 0, " + "16777217, is not exactly a float32");
        assertRefused(
                file(1, array(">f8", "False", "()"), 0x7f, 0xe0, 0, 0, 0, 0, 0, 0),
                "x: the array is of type F64 and its element 0, 8.98846567431158E307, is beyond the largest float32");
    }

    private static float[] read(String descr, int... data) throws IOException {
        int size = descr.charAt(2) - '0';
        return Npy.read("x", file(1, array(descr, "False", "(" + data.length / size + ",)"), data))
                .array();
    }

    private static String array(String descr, String fortranOrder, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': " + fortranOrder + ", 'shape': " + shape + ", }";
    }

    private static byte[] file(int version, String header, int... data) {
        ByteBuffer bytes =
                ByteBuffer.allocate(12 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1));
        bytes.put((byte) version).put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) header.length());
        } else {
            bytes.putInt(header.length());
        }
        bytes.put(header.getBytes(StandardCharsets.ISO_8859_1));
        for (int value : data) {
            bytes.put((byte) value);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static void assertRefused(byte[] bytes, String message) {
        assertThatThrownBy(() -> Npy.read("x", bytes))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(message);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = NpyTest.class.getResourceAsStream("/fixtures/tinynet/" + name)) {
            return stream.readAllBytes();
        }
    }
}
