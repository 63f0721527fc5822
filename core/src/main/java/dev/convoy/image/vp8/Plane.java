package dev.convoy.image.vp8;

import java.util.Arrays;

/**
 * Samples of luma or of a chroma, whole macroblocks of them, with the border that predictions read: a row above and a
 * column to the left (RFC 6386, section 12.2).
 */
public final class Plane {

    private static final int ABOVE = 127;
    private static final int LEFT = 129;

    /** What a prediction may read beyond the right end of the row above. */
    private static final int BEYOND = 4;

    private final int stride;
    private final byte[] samples;

    Plane(int width, int height) {
        this.stride = 1 + width + BEYOND;
        this.samples = new byte[Math.multiplyExact(1 + height, stride)];
        Arrays.fill(samples, 0, stride, (byte) ABOVE);
        for (int y = 0; y < height; y++) {
            samples[at(-1, y)] = (byte) LEFT;
        }
    }

    /** Where in {@link #samples} column {@code x} of row {@code y} is. */
    public int at(int x, int y) {
        return (1 + y) * stride + 1 + x;
    }

    /** Levels from 0 to 255, a row {@link #stride} behind the other. */
    public byte[] samples() {
        return samples;
    }

    int stride() {
        return stride;
    }

    /** A value, or the level nearest to it. */
    static byte level(int value) {
        return (byte) Math.min(Math.max(value, 0), 255);
    }
}
