package dev.convoy.state.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.DType;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.state.Tinynet;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {

    @TempDir
    Path directory;

    @Test
    void readsStoredAndDeflatedArchivesOfNumpy() throws IOException {
        for (String file : new String[] {"state_dict.npz", "state_dict_compressed.npz"}) {
            Path path = Files.write(directory.resolve(file), Tinynet.bytes(file));

            Tinynet.assertSame(Npz.read(path));
            Tinynet.assertSame(Npz.read(file, Tinynet.bytes(file)));
            assertThat(Npz.read(path).source()).isEqualTo(path.toString());
        }
    }

    @Test
    void aFileOfNumpyIsWrittenBackByteForByte() throws IOException {
        Path copy = directory.resolve("copy.npz");

        Npz.write(copy, Npz.read("x", Tinynet.bytes("state_dict.npz")));

        assertThat(copy).hasBinaryContent(Tinynet.bytes("state_dict.npz"));
    }

    @Test
    void writesEveryTypeNumpyHasAndReadsItBack() throws IOException {
        StateDict.Builder builder = StateDict.builder().put("ünïcode", Tensor.of(Shape.of(2), 1, 2));
        for (DType dtype : DType.values()) {
            if (HeaderReader.descr(dtype).isPresent()) {
                byte[] bytes = new byte[3 * dtype.bits() / 8];
                bytes[0] = 1;
                builder.put(dtype.name(), dtype, Shape.of(3, 1), ByteBuffer.wrap(bytes));
            }
        }
        Path path = directory.resolve("types.npz");
        StateDict state = builder.put("empty", Tensor.zeros(Shape.of(0, 4))).build();

        Npz.write(path, state);

        StateDict back = Npz.read(path);
        assertThat(back.names()).containsExactlyElementsOf(state.names()).contains("BOOL", "U64", "F16");
        state.entries().forEach((name, entry) -> {
            assertThat(back.entry(name)).hasToString(entry.toString());
            assertThat(back.entry(name).bytes()).isEqualTo(entry.bytes());
        });
    }

    @Test
    void moreEntriesThanAPlainZipArchiveCountsAreWrittenAndRead() throws IOException {
        StateDict.Builder builder = StateDict.builder();
        for (int i = 0; i < 65_600; i++) {
            builder.put("t" + i, DType.U8, Shape.of(), ByteBuffer.wrap(new byte[] {(byte) i}));
        }
        Path path = directory.resolve("many.npz");

        Npz.write(path, builder.build());

        StateDict back = Npz.read(path);
        assertThat(back.names()).hasSize(65_600);
        assertThat(back.tensor("t65599").array()[0]).isEqualTo(65_599 & 0xff);
    }

    @Test
    void aTypeNumpyDoesNotHaveIsNotWritten() {
        StateDict state = StateDict.builder()
                .put("w", DType.BF16, Shape.of(1), ByteBuffer.allocate(2))
                .build();
        assertThatThrownBy(() -> Npz.write(directory.resolve("x.npz"), state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "tensor 'w' is of type BF16, which NumPy does not have; write it as safetensors, or convert "
                                + "it to F32");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void readsFortranOrderAndBigEndian() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.BIG_ENDIAN);
        for (short value : new short[] {1, 4, 2, 5, 3, 6}) {
            data.putShort(value);
        }
        byte[] file = zip("a.npy", npy(">i2", true, "(2, 3)", data.array()));

        StateDict state = Npz.read("x", file);

        assertThat(state.entry("a")).hasToString("I16 [2, 3]");
        assertThat(state.tensor("a").array()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void whatIsNotAnArrayOfNumbersIsRefused() throws IOException {
        assertRefused(zip("readme.txt", new byte[3]), "x: entry 'readme.txt' is not an array: the names in an npz");
        assertRefused(zip("a.npy", new byte[3]), "x/a.npy: at byte 0: an npy file begins with \\x93NUMPY");
        assertRefused(
                zip("a.npy", npy("|O", false, "(1,)", new byte[8])),
                "x/a.npy: the array holds Python objects (dtype '|O'), which are pickles and can run code: refused");
        assertRefused(new byte[40], "x: the zip archive has no directory at its end");
    }

    private static byte[] npy(String descr, boolean fortran, String shape, byte[] data) {
        String header = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': "
                + shape + ", }\n";
        return ByteBuffer.allocate(10 + header.length() + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("\u0093NUMPY\001\000".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.ISO_8859_1))
                .put(data)
                .array();
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static void assertRefused(byte[] file, String message) {
        assertThatThrownBy(() -> Npz.read("x", file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(message);
    }
}
