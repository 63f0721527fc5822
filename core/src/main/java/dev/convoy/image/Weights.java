package dev.convoy.image;

import java.util.Arrays;

/**
 * The weights of one resizing pass, and the pass itself: output {@code i} is the sum over {@code k < counts[i]} of
 * {@code weights[i * stride + k]} times input {@code starts[i] + k}, in fixed point.
 *
 * <p>Source: {@code precompute_coeffs} and {@code normalize_coeffs_8bpc} of Pillow's Resample.c, for the triangle
 * filter of support 1. Weights are not negative and add up to 1, so that a sum is below 256 but for rounding.
 */
@SuppressWarnings("ArrayRecordComponent")
record Weights(int[] starts, int[] counts, int[] weights, int stride) {

    private static final int PRECISION = 22;
    private static final int HALF = 1 << (PRECISION - 1);

    /** The weights of outputs {@code from} to {@code from + count} when {@code in} inputs become {@code out}. */
    static Weights of(int in, int out, int from, int count) {
        double scale = (double) in / out;
        double filterScale = Math.max(scale, 1.0);
        double support = filterScale;
        double inverse = 1.0 / filterScale;
        int stride = (int) Math.min(Math.ceil(support) * 2 + 1, in);
        int[] starts = new int[count];
        int[] counts = new int[count];
        int[] weights = new int[Math.multiplyExact(count, stride)];
        double[] exact = new double[stride];
        for (int i = 0; i < count; i++) {
            double center = (from + i + 0.5) * scale;
            int start = Math.max(0, (int) (center - support + 0.5));
            int taps = Math.min(in, (int) (center + support + 0.5)) - start;
            double sum = 0;
            for (int k = 0; k < taps; k++) {
                exact[k] = Math.max(0.0, 1.0 - Math.abs((k + start - center + 0.5) * inverse));
                sum += exact[k];
            }
            for (int k = 0; k < taps; k++) {
                double weight = sum == 0 ? exact[k] : exact[k] / sum;
                weights[i * stride + k] = (int) (0.5 + weight * (1 << PRECISION));
            }
            starts[i] = start;
            counts[i] = taps;
        }
        return new Weights(starts, counts, weights, stride);
    }

    /** The first input that any output reads. */
    int first() {
        return starts[0];
    }

    /** One past the last input that any output reads. */
    int end() {
        int last = starts.length - 1;
        return starts[last] + counts[last];
    }

    /** The horizontal pass over rows {@code from <= y < to}; the result has these rows only. */
    byte[] acrossRows(byte[] rgb, int rowStride, int from, int to) {
        int columns = starts.length;
        byte[] out = new byte[Math.multiplyExact(3 * columns, to - from)];
        int o = 0;
        for (int y = from; y < to; y++) {
            int row = y * rowStride;
            for (int x = 0; x < columns; x++) {
                int p = row + 3 * starts[x];
                int w = x * stride;
                int first = weights[w];
                int red = HALF + (rgb[p] & 0xff) * first;
                int green = HALF + (rgb[p + 1] & 0xff) * first;
                int blue = HALF + (rgb[p + 2] & 0xff) * first;
                int end = w + counts[x];
                if (end - w >= 3) {
                    // Most reductions by less than 2 have 3 or 4 taps.
                    int second = weights[w + 1];
                    int third = weights[w + 2];
                    red += (rgb[p + 3] & 0xff) * second + (rgb[p + 6] & 0xff) * third;
                    green += (rgb[p + 4] & 0xff) * second + (rgb[p + 7] & 0xff) * third;
                    blue += (rgb[p + 5] & 0xff) * second + (rgb[p + 8] & 0xff) * third;
                    w += 2;
                    p += 6;
                }
                w++;
                p += 3;
                for (; w < end; w++, p += 3) {
                    int weight = weights[w];
                    red += (rgb[p] & 0xff) * weight;
                    green += (rgb[p + 1] & 0xff) * weight;
                    blue += (rgb[p + 2] & 0xff) * weight;
                }
                out[o] = level(red);
                out[o + 1] = level(green);
                out[o + 2] = level(blue);
                o += 3;
            }
        }
        return out;
    }

    /**
     * The vertical pass over {@code rowBytes} bytes of every row, from {@code offset} on, where input {@link #first()}
     * starts; the result has these bytes only.
     */
    byte[] downColumns(byte[] rgb, int rowStride, int offset, int rowBytes) {
        int rows = starts.length;
        byte[] out = new byte[Math.multiplyExact(rowBytes, rows)];
        int[] sums = new int[rowBytes];
        for (int y = 0; y < rows; y++) {
            int row = offset + (starts[y] - first()) * rowStride;
            int w = y * stride;
            int taps = counts[y];
            int o = y * rowBytes;
            if (taps <= 4) {
                // Most reductions by less than 2 have 3 or 4 taps: then no sum leaves its register.
                blend(rgb, row, rowStride, w, taps, out, o, rowBytes);
                continue;
            }
            Arrays.fill(sums, HALF);
            for (int k = 0; k < taps; k++) {
                int weight = weights[w + k];
                int p = row + k * rowStride;
                for (int i = 0; i < rowBytes; i++) {
                    sums[i] += (rgb[p + i] & 0xff) * weight;
                }
            }
            for (int i = 0; i < rowBytes; i++) {
                out[o + i] = level(sums[i]);
            }
        }
        return out;
    }

    /** A row of up to 4 taps; the missing ones weigh nothing. */
    private void blend(byte[] rgb, int row, int rowStride, int w, int taps, byte[] out, int o, int rowBytes) {
        int p1 = taps > 1 ? row + rowStride : row;
        int p2 = taps > 2 ? row + 2 * rowStride : row;
        int p3 = taps > 3 ? row + 3 * rowStride : row;
        int w0 = weights[w];
        int w1 = taps > 1 ? weights[w + 1] : 0;
        int w2 = taps > 2 ? weights[w + 2] : 0;
        int w3 = taps > 3 ? weights[w + 3] : 0;
        if (taps <= 3) {
            for (int i = 0; i < rowBytes; i++) {
                out[o + i] = level(
                        HALF + (rgb[row + i] & 0xff) * w0 + (rgb[p1 + i] & 0xff) * w1 + (rgb[p2 + i] & 0xff) * w2);
            }
        } else {
            for (int i = 0; i < rowBytes; i++) {
                out[o + i] = level(HALF
                        + (rgb[row + i] & 0xff) * w0
                        + (rgb[p1 + i] & 0xff) * w1
                        + (rgb[p2 + i] & 0xff) * w2
                        + (rgb[p3 + i] & 0xff) * w3);
            }
        }
    }

    private static byte level(int sum) {
        return (byte) Math.min(sum >> PRECISION, 255);
    }
}
