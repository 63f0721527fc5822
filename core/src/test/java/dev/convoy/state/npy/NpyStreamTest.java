package dev.convoy.state.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.MalformedFileException;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyStreamTest {

    /** Longer than what is read at first. */
    private static final Tensor ARRAY = Generator.manualSeed(3).randn(Shape.of(7, 3, 40, 50));

    @TempDir
    private Path directory;

    @Test
    void partsAreTheArrayInItsOrder() throws IOException {
        byte[] file = file(false);
        try (NpyStream stream = open(file, file.length)) {
            assertThat(stream.shape()).isEqualTo(ARRAY.shape());
            Shape part = Shape.of(3, 40, 50);
            assertThat(stream.bytes(part)).isEqualTo(24_000);
            for (int i = 0; i < 7; i++) {
                Tensor expected = Tensor.of(part, Arrays.copyOfRange(ARRAY.array(), i * 6000, (i + 1) * 6000));
                assertThat(stream.next(part).sameBits(expected)).isTrue();
            }
            assertThatThrownBy(() -> stream.next(part))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a part of shape [3, 40, 50] was asked for, but only 0 elements are left of"
                            + " [7, 3, 40, 50]");
        }
    }

    @ParameterizedTest
    @CsvSource({"<f2, 2", ">f2, 2", "|u1, 1"})
    void partsOfHalvesAndBytes(String dtype, int bytesEach) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(256 * bytesEach)
                .order(dtype.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 256; i++) {
            if (bytesEach == 1) {
                data.put((byte) i);
            } else {
                data.putShort(half((i + 1) / 256f));
            }
        }
        ByteBuffer header = HeaderWriter.write(dtype, Shape.of(4, 8, 8), false);
        byte[] file = ByteBuffer.allocate(header.remaining() + data.capacity())
                .put(header)
                .put(data.array())
                .array();
        try (NpyStream stream = open(file, file.length)) {
            for (int part = 0; part < 4; part++) {
                Tensor read = stream.next(Shape.of(8, 8));
                for (int i = 0; i < 64; i++) {
                    int place = 64 * part + i;
                    assertThat(read.array()[i]).isEqualTo(bytesEach == 1 ? place : (place + 1) / 256f);
                }
            }
        }
    }

    /** A half from 0 to 1 that is a multiple of 1/256. */
    private static short half(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) (((bits >>> 23) - 127 + 15) << 10 | (bits >>> 13 & 0x3ff));
    }

    @Test
    void fortranOrderIsReadAsOne() throws IOException {
        byte[] file = file(true);
        try (NpyStream stream = open(file, file.length)) {
            assertThatThrownBy(() -> stream.next(Shape.of(3, 40, 50)))
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessageContaining("numpy.ascontiguousarray");
            assertThat(stream.next(ARRAY.shape()).sameBits(ARRAY)).isTrue();
        }
    }

    @Test
    void aTruncatedFileIsToldBeforeAndAfterItsHeaderIsRead() throws IOException {
        byte[] file = file(false);
        byte[] cut = Arrays.copyOf(file, file.length - 1);
        assertThatThrownBy(() -> open(cut, cut.length))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("takes 168000 bytes, but only 167999 follow the header");
        try (NpyStream stream = open(cut, file.length)) {
            assertThatThrownBy(() -> stream.next(ARRAY.shape()))
                    .hasMessage("x.npy: the file ended while it was read; another program is probably writing it");
        }
    }

    @Test
    void aHeaderThatIsTooLongOrPromisesTooMuchIsRefused() throws IOException {
        byte[] longHeader = file(false);
        longHeader[6] = 2;
        longHeader[10] = 1;
        longHeader[11] = 0;
        assertThatThrownBy(() -> open(longHeader, longHeader.length))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("but at most 65524 are supported");
        byte[] file = file(false);
        assertThatThrownBy(() -> open(file, 1L << 40))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("the file is damaged");
    }

    private static NpyStream open(byte[] file, long size) throws IOException {
        return NpyStream.open("x.npy", new ByteArrayInputStream(file), size);
    }

    private byte[] file(boolean fortran) throws IOException {
        Path path = directory.resolve("a.npy");
        if (fortran) {
            Npy.writeFortranOrder(path, ARRAY);
        } else {
            Npy.write(path, ARRAY);
        }
        return Files.readAllBytes(path);
    }
}
