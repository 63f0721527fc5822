package dev.convoy.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ElementsTest {

    @Test
    void bfloat16IsTheUpperHalfOfAFloat() {
        ByteBuffer bytes = littleEndian(10);
        for (int bits : new int[] {0x3f80, 0x0001, 0xff80, 0x7fc1, 0x8000}) {
            bytes.putShort((short) bits);
        }

        float[] floats = Elements.toFloat32(DType.BF16, bytes.flip(), "x");

        assertThat(floats[0]).isEqualTo(1);
        assertThat(floats[1]).isEqualTo(Float.intBitsToFloat(0x00010000));
        assertThat(floats[2]).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Float.floatToRawIntBits(floats[3])).isEqualTo(0x7fc10000);
        assertThat(Float.floatToRawIntBits(floats[4])).isEqualTo(0x80000000);
    }

    @Test
    void floatsKeepEveryBitInEitherByteOrder() {
        int[] bits = {0, 1, 0x80000000, 0x7fc00123, 0xff800000, 0x3f800001};
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            ByteBuffer bytes = ByteBuffer.allocate(24).order(order);
            bytes.asIntBuffer().put(bits);
            float[] floats = Elements.toFloat32(DType.F32, bytes, "x");
            for (int i = 0; i < bits.length; i++) {
                assertThat(Float.floatToRawIntBits(floats[i])).isEqualTo(bits[i]);
            }
        }
    }

    @Test
    void doublesThatFloatsHoldConvertWithoutAWarning() {
        try (LogCapture log = new LogCapture(Elements.class)) {
            float[] floats = Elements.toFloat32(
                    DType.F64, doubles(0.5, Double.NaN, Double.NEGATIVE_INFINITY, -0.0, 0x1p-149), "x");

            assertThat(floats).containsExactly(0.5f, Float.NaN, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE);
            assertThat(log.messages()).isEmpty();
        }
    }

    @Test
    void roundingDoublesIsReportedByOneWarning() {
        try (LogCapture log = new LogCapture(Elements.class)) {
            float[] floats = Elements.toFloat32(DType.F64, doubles(1, 0.1, 1e-60), "w: tensor 'a'");

            assertThat(floats).containsExactly(1, 0.1f, 0);
            assertThat(log.messages())
                    .containsExactly("w: tensor 'a' is of type F64: 2 of its 3 values are rounded to float32, with a "
                            + "relative error of at most 1.0");
        }
    }

    @Test
    void aDoubleBeyondTheLargestFloatIsRefused() {
        assertThatThrownBy(() -> Elements.toFloat32(DType.F64, doubles(0, 1e39), "w: tensor 'a'"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("w: tensor 'a' is of type F64 and its element 1, 1.0E39, is beyond the largest float32, "
                        + "3.4028235E38");
    }

    @Test
    void integersConvertWhenExactlyFloats() {
        assertThat(Elements.toFloat32(DType.I64, longs(0, -5, 1 << 24, (1L << 24) + 2, Long.MIN_VALUE), "x"))
                .containsExactly(0, -5, 16777216, 16777218, -0x1p63f);
        assertThat(Elements.toFloat32(DType.U64, longs(1L << 63, 7), "x")).containsExactly(0x1p63f, 7);
        byte[] bytes = {-1, -1, -1, -1};
        assertThat(Elements.toFloat32(DType.U8, ByteBuffer.wrap(bytes), "x")).containsExactly(255, 255, 255, 255);
        assertThat(Elements.toFloat32(DType.I8, ByteBuffer.wrap(bytes), "x")).containsExactly(-1, -1, -1, -1);
        assertThat(Elements.toFloat32(DType.I16, ByteBuffer.wrap(bytes), "x")).containsExactly(-1, -1);
        assertThat(Elements.toFloat32(DType.U16, ByteBuffer.wrap(bytes), "x")).containsExactly(65535, 65535);
        assertThat(Elements.toFloat32(DType.I32, ByteBuffer.wrap(bytes), "x")).containsExactly(-1);
        assertThat(Elements.toFloat32(DType.BOOL, ByteBuffer.wrap(new byte[] {0, 1}), "x"))
                .containsExactly(0, 1);
    }

    @Test
    void integersThatAreNoFloatsAreRefused() {
        assertThatThrownBy(() -> Elements.toFloat32(DType.I64, longs(0, -16777217), "w: tensor 'n'"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("w: tensor 'n' is of type I64 and its element 1, -16777217, is not exactly a float32");
        assertThatThrownBy(() -> Elements.toFloat32(DType.U64, longs(-1), "w: tensor 'n'"))
                .hasMessageContaining("18446744073709551615, is not exactly a float32");
        assertThatThrownBy(() -> Elements.toFloat32(DType.I64, longs(Long.MAX_VALUE), "w: tensor 'n'"))
                .hasMessageContaining("9223372036854775807, is not exactly a float32");
        assertThatThrownBy(() ->
                        Elements.toFloat32(DType.U32, ByteBuffer.wrap(new byte[] {-1, -1, -1, -1}), "w: tensor 'n'"))
                .hasMessageContaining("4294967295, is not exactly a float32");
    }

    @Test
    void typesWithoutAConversionAreRefused() {
        assertThatThrownBy(() -> Elements.toFloat32(DType.F8_E4M3, ByteBuffer.allocate(1), "w: tensor 'a'"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("w: tensor 'a' is of type F8_E4M3, which has no conversion to float32; store it as F32, "
                        + "F16 or BF16");
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer doubles(double... values) {
        ByteBuffer bytes = littleEndian(8 * values.length);
        bytes.asDoubleBuffer().put(values);
        return bytes;
    }

    private static ByteBuffer longs(long... values) {
        ByteBuffer bytes = littleEndian(8 * values.length);
        bytes.asLongBuffer().put(values);
        return bytes;
    }
}
