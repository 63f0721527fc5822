package dev.convoy.image.vp8;

/** From coefficients back to what is added to a prediction (RFC 6386, section 14). */
final class Transforms {

    /** The root of 2 times the cosine and the sine of pi / 8, in 65536ths, the former less one. */
    private static final int COSINE = 20091;

    private static final int SINE = 35468;

    private Transforms() {}

    /** The inverse Walsh-Hadamard transform: from 16 values to the first one of each of 16 blocks (section 14.3). */
    static void average(short[] x, int from, short[] blocks) {
        int[] rows = new int[16];
        for (int i = 0; i < 4; i++) {
            int outer = x[from + i] + x[from + 12 + i];
            int inner = x[from + 4 + i] + x[from + 8 + i];
            int innerDifference = x[from + 4 + i] - x[from + 8 + i];
            int outerDifference = x[from + i] - x[from + 12 + i];
            rows[i] = outer + inner;
            rows[4 + i] = outerDifference + innerDifference;
            rows[8 + i] = outer - inner;
            rows[12 + i] = outerDifference - innerDifference;
        }
        for (int i = 0; i < 16; i += 4) {
            int outer = rows[i] + rows[i + 3] + 3;
            int inner = rows[i + 1] + rows[i + 2];
            int innerDifference = rows[i + 1] - rows[i + 2];
            int outerDifference = rows[i] - rows[i + 3] + 3;
            blocks[16 * i] = (short) (outer + inner >> 3);
            blocks[16 * (i + 1)] = (short) (outerDifference + innerDifference >> 3);
            blocks[16 * (i + 2)] = (short) (outer - inner >> 3);
            blocks[16 * (i + 3)] = (short) (outerDifference - innerDifference >> 3);
        }
    }

    /** Adds the inverse cosine transform of 16 values to 4x4 samples (section 14.4). */
    static void add(short[] x, int from, Plane plane, int at) {
        int[] columns = new int[16];
        for (int i = 0; i < 4; i++) {
            int first = x[from + i];
            int second = x[from + 4 + i];
            int third = x[from + 8 + i];
            int fourth = x[from + 12 + i];
            int odd = sine(second) - cosine(fourth);
            int even = cosine(second) + sine(fourth);
            columns[i] = first + third + even;
            columns[4 + i] = first - third + odd;
            columns[8 + i] = first - third - odd;
            columns[12 + i] = first + third - even;
        }
        byte[] samples = plane.samples();
        for (int i = 0; i < 4; i++) {
            int row = at + i * plane.stride();
            int sum = columns[4 * i] + columns[4 * i + 2] + 4;
            int difference = columns[4 * i] - columns[4 * i + 2] + 4;
            int odd = sine(columns[4 * i + 1]) - cosine(columns[4 * i + 3]);
            int even = cosine(columns[4 * i + 1]) + sine(columns[4 * i + 3]);
            samples[row] = Plane.level((samples[row] & 0xff) + (sum + even >> 3));
            samples[row + 1] = Plane.level((samples[row + 1] & 0xff) + (difference + odd >> 3));
            samples[row + 2] = Plane.level((samples[row + 2] & 0xff) + (difference - odd >> 3));
            samples[row + 3] = Plane.level((samples[row + 3] & 0xff) + (sum - even >> 3));
        }
    }

    private static int cosine(int x) {
        return x + (x * COSINE >> 16);
    }

    private static int sine(int x) {
        return x * SINE >> 16;
    }
}
