package dev.convoy.state;

import dev.convoy.tensor.Printable;
import java.nio.ByteBuffer;
import java.util.function.IntToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Converts stored elements to float32, never losing anything silently. For readers of file formats. */
public final class Elements {

    private static final Logger LOG = LoggerFactory.getLogger(Elements.class);

    private Elements() {}

    /**
     * The elements as float32.
     *
     * <p>{@link DType#F32}, {@link DType#F16} and {@link DType#BF16} convert exactly. {@link DType#F64} is rounded to
     * nearest, and one warning is logged if that changes any value. Integers and booleans convert if every one is
     * exactly a float32.
     *
     * @param dtype the elements' type
     * @param bytes the elements, from position to limit, in the byte order of the buffer; not moved
     * @param label what the elements are, for messages: {@code weights.safetensors: tensor 'fc.weight'}
     * @throws IllegalArgumentException if a value cannot be had in float32: an F64 beyond its range, an integer that is
     *     not exactly one, or a type that has no conversion; the message begins with the label
     */
    public static float[] toFloat32(DType dtype, ByteBuffer bytes, String label) {
        ByteBuffer from = bytes.slice().order(bytes.order());
        int elements = (int) (from.limit() * (long) Byte.SIZE / dtype.bits());
        float[] floats = new float[elements];
        switch (dtype) {
            case F32 -> from.asFloatBuffer().get(floats);
            case F16 -> {
                for (int i = 0; i < elements; i++) {
                    floats[i] = Half.toFloat(from.getShort(2 * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < elements; i++) {
                    floats[i] = Float.intBitsToFloat(from.getShort(2 * i) << 16);
                }
            }
            case F64 -> round(from, floats, label);
            case BOOL, U8 -> integers(i -> from.get(i) & 0xff, floats, dtype, label);
            case I8 -> integers(from::get, floats, dtype, label);
            case I16 -> integers(i -> from.getShort(2 * i), floats, dtype, label);
            case U16 -> integers(i -> from.getShort(2 * i) & 0xffff, floats, dtype, label);
            case I32 -> integers(i -> from.getInt(4 * i), floats, dtype, label);
            case U32 -> integers(i -> Integer.toUnsignedLong(from.getInt(4 * i)), floats, dtype, label);
            case I64, U64 -> integers(i -> from.getLong(8 * i), floats, dtype, label);
            default ->
                throw new IllegalArgumentException(label + " is of type " + dtype
                        + ", which has no conversion to float32; store it as F32, F16 or BF16");
        }
        return floats;
    }

    private static void round(ByteBuffer from, float[] floats, String label) {
        int rounded = 0;
        double largestError = 0;
        for (int i = 0; i < floats.length; i++) {
            double value = from.getDouble(8 * i);
            floats[i] = (float) value;
            if (floats[i] != value && !Double.isNaN(value)) {
                if (Float.isInfinite(floats[i])) {
                    throw new IllegalArgumentException(label + " is of type F64 and its element " + i + ", " + value
                            + ", is beyond the largest float32, " + Float.MAX_VALUE);
                }
                rounded++;
                largestError = Math.max(largestError, Math.abs((floats[i] - value) / value));
            }
        }
        if (rounded > 0) {
            LOG.warn(
                    "{} is of type F64: {} of its {} values are rounded to float32, with a relative error of at most {}",
                    Printable.escaped(label),
                    rounded,
                    floats.length,
                    largestError);
        }
    }

    private static void integers(IntToLongFunction from, float[] floats, DType dtype, String label) {
        for (int i = 0; i < floats.length; i++) {
            long value = from.applyAsLong(i);
            boolean negative = value < 0 && dtype != DType.U64;
            long magnitude = negative ? -value : value;
            int trailing = magnitude == 0 ? 0 : Long.numberOfTrailingZeros(magnitude);
            long significant = magnitude >>> trailing;
            if (Long.compareUnsigned(significant, 1L << 24) >= 0) {
                throw new IllegalArgumentException(label + " is of type " + dtype + " and its element " + i + ", "
                        + (dtype == DType.U64 ? Long.toUnsignedString(value) : Long.toString(value))
                        + ", is not exactly a float32");
            }
            float converted = Math.scalb((float) significant, trailing);
            floats[i] = negative ? -converted : converted;
        }
    }
}
