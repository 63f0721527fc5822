package dev.convoy.state;

/** IEEE 754 half-precision numbers, as their bits: a sign, 5 bits of exponent, 10 of fraction. */
public final class Half {

    private static final int SIGN = 0x8000;
    private static final int INFINITY = 0x7c00;
    private static final int QUIET = 0x200;
    private static final int FRACTION = 0x3ff;
    /** What a float's fraction has more bits than a half's. */
    private static final int SURPLUS = 13;
    /** What a float's exponent is more than a half's, in place. */
    private static final int REBIAS = (127 - 15) << 23;

    private static final int SMALLEST_NORMAL = Float.floatToRawIntBits(0x1p-14f);
    private static final int BEYOND_LARGEST = Float.floatToRawIntBits(0x1p16f);
    private static final int INFINITE_FLOAT = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private Half() {}

    /** The half's value: exact, as every half is a float; a NaN keeps its payload. */
    public static float toFloat(short half) {
        int sign = (half & SIGN) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & FRACTION;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int widened = exponent == 0x1f ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | (widened << 23) | (fraction << SURPLUS));
    }

    /**
     * The half nearest to a value, of two as near the even one, as NumPy's {@code astype}: 65520 and what is beyond it
     * become infinite, what is below 2<sup>-14</sup> becomes subnormal or zero, and a NaN stays one.
     */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int magnitude = bits & Integer.MAX_VALUE;
        return (short) (((bits >>> 16) & SIGN) | ofMagnitude(magnitude));
    }

    private static int ofMagnitude(int bits) {
        if (bits < SMALLEST_NORMAL) {
            // Next to a half, the float's last bit is worth 2^-24, as a subnormal's is: the sum is rounded as it
            // should.
            return Float.floatToRawIntBits(Float.intBitsToFloat(bits) + 0.5f) - Float.floatToRawIntBits(0.5f);
        }
        if (bits < BEYOND_LARGEST) {
            int even = (bits >>> SURPLUS) & 1;
            return (bits - REBIAS + even + (1 << (SURPLUS - 1)) - 1) >>> SURPLUS;
        }
        return bits <= INFINITE_FLOAT ? INFINITY : INFINITY | QUIET | ((bits >>> SURPLUS) & FRACTION);
    }
}
