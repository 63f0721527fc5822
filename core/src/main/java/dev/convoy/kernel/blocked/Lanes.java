package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;

/** Moves single channels of blocks. */
final class Lanes {

    /** So many pixels of two blocks stay in the L1 cache while all their lanes are moved. */
    static final int STRETCH = 64;

    private static final int BLOCK = Kernel.BLOCK;

    private Lanes() {}

    /** From neighbours into a lane. */
    static void spread(float[] x, int from, float[] y, int to, int length) {
        for (int p = 0; p < length; p++) {
            y[to + p * BLOCK] = x[from + p];
        }
    }

    /** From a lane to neighbours. */
    static void collect(float[] x, int from, float[] y, int to, int length) {
        for (int p = 0; p < length; p++) {
            y[to + p] = x[from + p * BLOCK];
        }
    }

    /** From a lane to a lane. */
    static void copy(float[] x, int from, float[] y, int to, int length) {
        for (int p = 0; p < length; p++) {
            y[to + p * BLOCK] = x[from + p * BLOCK];
        }
    }

    /** Zeros into a lane. */
    static void clear(float[] y, int to, int length) {
        for (int p = 0; p < length; p++) {
            y[to + p * BLOCK] = 0;
        }
    }
}
