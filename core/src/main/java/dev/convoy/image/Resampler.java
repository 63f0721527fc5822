package dev.convoy.image;

import java.util.Arrays;

/**
 * A pass of a resize, in integers: a line of output is a weighted sum of lines of input, where a line is a part of a
 * row or of a column.
 *
 * <p>Inside a pixel is an {@code int}, red lowest. A line is split into its channels before it is added up, so that the
 * loops with the multiplications are plain ones over whole {@code int} arrays, which the JVM compiles to vector
 * instructions.
 */
final class Resampler {

    /** Pixels of a line that are done at a time: the lines of a sum stay in the cache. */
    private static final int LENGTH = 128;

    private static final int MOST_LINES = 32;
    private static final int HALF = 1 << (Weights.PRECISION - 1);

    private final Weights weights;
    private final int[] pixels;

    /** The channels of the lines read last: line {@code i}, if held, at {@code i} modulo their number, a power of 2. */
    private final int[][][] lines;

    private final int[] held;
    private final int[][] sums;

    private Resampler(Weights weights, int length) {
        this.weights = weights;
        int least = Math.max(4, Math.min(weights.stride(), MOST_LINES));
        this.pixels = new int[length];
        this.held = new int[Integer.highestOneBit(2 * least - 1)];
        this.lines = new int[held.length][3][length];
        this.sums = new int[3][length];
    }

    /** Lines of pixels, wherever they are. */
    interface Lines {

        /** Reads {@code count} pixels of a line, from pixel {@code from} on. */
        void read(int line, int from, int count, int[] pixels);
    }

    /**
     * The weighted sums of lines of {@code length} pixels, one after the other.
     *
     * @return {@code weights.outputs() * length} pixels
     */
    static int[] run(Lines in, int length, Weights weights) {
        int[] out = new int[Math.multiplyExact(length, weights.outputs())];
        int block = Math.min(LENGTH, length);
        Resampler resampler = new Resampler(weights, block);
        for (int from = 0; from < length; from += block) {
            int count = Math.min(block, length - from);
            Arrays.fill(resampler.held, -1);
            for (int output = 0; output < weights.outputs(); output++) {
                resampler.line(output, in, from, count);
                System.arraycopy(resampler.pixels, 0, out, output * length + from, count);
            }
        }
        return out;
    }

    private void line(int output, Lines in, int from, int count) {
        int start = weights.starts()[output];
        int end = start + weights.counts()[output];
        // Most reductions by less than 2 have 3 taps.
        for (int i = start; i < end; i += 3) {
            for (int k = i; k < Math.min(i + 3, end); k++) {
                hold(k, in, from, count);
            }
            int tap = i - start;
            int[][] a = lines[place(i)];
            int[][] b = lines[place(i + 1)];
            int[][] c = lines[place(i + 2)];
            int wa = weights.weight(output, tap);
            int wb = weights.weight(output, tap + 1);
            int wc = weights.weight(output, tap + 2);
            for (int channel = 0; channel < 3; channel++) {
                if (tap == 0) {
                    begin(sums[channel], a[channel], wa, b[channel], wb, c[channel], wc);
                } else {
                    add(sums[channel], a[channel], wa, b[channel], wb, c[channel], wc);
                }
            }
        }
        join(sums[0], sums[1], sums[2], pixels);
    }

    private int place(int line) {
        return line & (held.length - 1);
    }

    /** Sees to it that a line is among those held. */
    private void hold(int line, Lines in, int from, int count) {
        int place = place(line);
        if (held[place] != line) {
            held[place] = line;
            in.read(line, from, count, pixels);
            split(pixels, lines[place][0], lines[place][1], lines[place][2]);
        }
    }

    private static void split(int[] pixels, int[] red, int[] green, int[] blue) {
        for (int i = 0; i < pixels.length; i++) {
            int pixel = pixels[i];
            red[i] = pixel & 0xff;
            green[i] = pixel >> 8 & 0xff;
            blue[i] = pixel >> 16;
        }
    }

    private static void begin(int[] sums, int[] a, int wa, int[] b, int wb, int[] c, int wc) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = HALF + a[i] * wa + b[i] * wb + c[i] * wc;
        }
    }

    private static void add(int[] sums, int[] a, int wa, int[] b, int wb, int[] c, int wc) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += a[i] * wa + b[i] * wb + c[i] * wc;
        }
    }

    private static void join(int[] red, int[] green, int[] blue, int[] pixels) {
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = level(red[i]) | level(green[i]) << 8 | level(blue[i]) << 16;
        }
    }

    /** From 0 to 255, without a branch. */
    private static int level(int sum) {
        int level = sum >> Weights.PRECISION;
        int above = 255 - level;
        return (level & ~(level >> 31)) + (above & above >> 31);
    }

    /** The columns of an image, from row {@code top} on. */
    static Lines columns(RgbImage image, int top) {
        return lines(image.rgb(), top * image.width(), 1, image.width());
    }

    /** The rows of an image, from column {@code left} on. */
    static Lines rows(RgbImage image, int left) {
        return lines(image.rgb(), left, image.width(), 1);
    }

    private static Lines lines(byte[] rgb, int first, int stride, int step) {
        return (line, from, count, pixels) -> {
            int p = 3 * (first + line * stride + from * step);
            for (int i = 0; i < count; i++, p += 3 * step) {
                pixels[i] = rgb[p] & 0xff | (rgb[p + 1] & 0xff) << 8 | (rgb[p + 2] & 0xff) << 16;
            }
        };
    }

    /**
     * Lines across those of a pass's result: its columns if they were rows. Line {@code origin} is the first.
     *
     * @param length pixels of a line of the result
     */
    static Lines crossing(int[] result, int length, int origin) {
        return (line, from, count, pixels) -> {
            int p = from * length + line - origin;
            for (int i = 0; i < count; i++, p += length) {
                pixels[i] = result[p];
            }
        };
    }
}
