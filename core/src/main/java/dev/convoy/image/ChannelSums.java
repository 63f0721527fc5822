package dev.convoy.image;

import java.util.Arrays;

/**
 * Weighted sums of {@linkplain PackedPixels packed pixels} in the fixed point of {@link Weights}, a row of them at a
 * time, each channel by itself, in loops so plain that the JVM compiles them to vector instructions.
 */
final class ChannelSums {

    private static final int HALF = 1 << (Weights.PRECISION - 1);

    private final int[][] channels;

    ChannelSums(int length) {
        this.channels = new int[3][length];
    }

    /** Begins with a half, so that cutting the sums rounds them. */
    void clear() {
        for (int[] sums : channels) {
            Arrays.fill(sums, HALF);
        }
    }

    /** Adds a row times a weight. */
    void add(int[] pixels, int weight) {
        for (int channel = 0; channel < 3; channel++) {
            add(channels[channel], pixels, 8 * channel, weight);
        }
    }

    /** Adds a row, each pixel times a weight of its own. */
    void add(int[] pixels, int[] weights) {
        for (int channel = 0; channel < 3; channel++) {
            add(channels[channel], pixels, 8 * channel, weights);
        }
    }

    private static void add(int[] sums, int[] pixels, int shift, int weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (pixels[i] >> shift & 0xff) * weight;
        }
    }

    private static void add(int[] sums, int[] pixels, int shift, int[] weights) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (pixels[i] >> shift & 0xff) * weights[i];
        }
    }

    /** The sums as pixels, from 0 to 255 in every channel. */
    void join(int[] pixels) {
        join(channels[0], channels[1], channels[2], pixels);
    }

    private static void join(int[] red, int[] green, int[] blue, int[] pixels) {
        for (int i = 0; i < red.length; i++) {
            pixels[i] = level(red[i]) | level(green[i]) << 8 | level(blue[i]) << 16;
        }
    }

    private static int level(int sum) {
        return PackedPixels.level(sum >> Weights.PRECISION);
    }
}
