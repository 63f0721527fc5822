package dev.convoy.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfTest {

    private static final int INFINITY = 0x7c00;

    @Test
    void everyHalfConvertsToItsExactValue() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            int fraction = bits & 1023;
            double magnitude = exponent == 0
                    ? fraction * 0x1p-24
                    : exponent == 31
                            ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                            : Math.scalb(1 + fraction / 1024.0, exponent - 15);
            float expected = (float) (bits >> 15 == 0 ? magnitude : -magnitude);
            assertThat(Float.compare(Half.toFloat((short) bits), expected))
                    .as("half 0x%04x against %s", bits, expected)
                    .isZero();
        }
        assertThat(Float.floatToRawIntBits(Half.toFloat((short) 0x8000))).isEqualTo(0x80000000);
    }

    @Test
    void everyHalfIsItselfAgain() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Half.toFloat((short) bits);
            short again = Half.of(value);
            if (Float.isNaN(value)) {
                assertThat(Half.toFloat(again)).isNaN();
                assertThat((again ^ bits) & 0x8000)
                        .as("the sign of 0x%04x", bits)
                        .isZero();
            } else {
                assertThat(again).as("half 0x%04x", bits).isEqualTo((short) bits);
            }
        }
    }

    /** Between any two neighbours; beyond the largest half, 2^16 stands in for infinity, as in IEEE 754. */
    @Test
    void aFloatBecomesTheNearestHalfAndTheEvenOneOfTwoAsNear() {
        for (int lower = 0; lower < INFINITY; lower++) {
            float from = Half.toFloat((short) lower);
            float to = lower + 1 == INFINITY ? 0x1p16f : Half.toFloat((short) (lower + 1));
            float middle = (from + to) / 2;
            int even = lower % 2 == 0 ? lower : lower + 1;
            for (int sign : new int[] {0, 0x8000}) {
                assertRounds(Math.nextUp(from), sign, lower);
                assertRounds(Math.nextDown(middle), sign, lower);
                assertRounds(middle, sign, even);
                assertRounds(Math.nextUp(middle), sign, lower + 1);
                assertRounds(Math.nextDown(to), sign, lower + 1);
            }
        }
    }

    @Test
    void whatIsBeyondEveryHalf() {
        for (float value : new float[] {65520, 0x1p16f, 1e30f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
            assertRounds(value, 0, INFINITY);
            assertRounds(value, 0x8000, INFINITY);
        }
        for (float value : new float[] {Float.MIN_VALUE, Float.MIN_NORMAL, 0x1p-25f}) {
            assertRounds(value, 0, 0);
            assertRounds(value, 0x8000, 0);
        }
        for (int nan : new int[] {0x7f800001, 0x7fc00000, 0x7fffffff, 0xff800001, 0xffc00000}) {
            assertThat(Half.toFloat(Half.of(Float.intBitsToFloat(nan)))).isNaN();
        }
    }

    private static void assertRounds(float magnitude, int sign, int expected) {
        float value = sign == 0 ? magnitude : -magnitude;
        assertThat(Half.of(value)).as("%s", value).isEqualTo((short) (sign | expected));
    }
}
