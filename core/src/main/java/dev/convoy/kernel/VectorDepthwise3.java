package dev.convoy.kernel;

import static dev.convoy.kernel.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Lines of a depthwise convolution of 3 by 3, one or two pixels apart, by the Vector API: all weights and accumulators
 * in locals, every input of a row loaded once a tile.
 */
final class VectorDepthwise3 {

    /** The outputs computed at a time; the last of a line together with some before them, which are written twice. */
    static final int TILE = 4;

    private static final int BLOCK = Kernel.BLOCK;

    private VectorDepthwise3() {}

    static void byOne(
            int pixels,
            int rowStep,
            float[] x,
            int x0,
            float[] w,
            int w0,
            int wStep,
            float[] bias,
            int bias0,
            float[] y,
            int y0) {
        FloatVector start = FloatVector.fromArray(SPECIES, bias, bias0);
        FloatVector w00 = FloatVector.fromArray(SPECIES, w, w0);
        FloatVector w01 = FloatVector.fromArray(SPECIES, w, w0 + BLOCK);
        FloatVector w02 = FloatVector.fromArray(SPECIES, w, w0 + 2 * BLOCK);
        FloatVector w10 = FloatVector.fromArray(SPECIES, w, w0 + wStep);
        FloatVector w11 = FloatVector.fromArray(SPECIES, w, w0 + wStep + BLOCK);
        FloatVector w12 = FloatVector.fromArray(SPECIES, w, w0 + wStep + 2 * BLOCK);
        FloatVector w20 = FloatVector.fromArray(SPECIES, w, w0 + 2 * wStep);
        FloatVector w21 = FloatVector.fromArray(SPECIES, w, w0 + 2 * wStep + BLOCK);
        FloatVector w22 = FloatVector.fromArray(SPECIES, w, w0 + 2 * wStep + 2 * BLOCK);
        for (int next = 0; next < pixels; next += TILE) {
            int p = Math.min(next, pixels - TILE);
            FloatVector a = start;
            FloatVector b = start;
            FloatVector c = start;
            FloatVector d = start;
            int i = x0 + p * BLOCK;
            FloatVector t = FloatVector.fromArray(SPECIES, x, i);
            a = t.fma(w00, a);
            t = FloatVector.fromArray(SPECIES, x, i + BLOCK);
            a = t.fma(w01, a);
            b = t.fma(w00, b);
            t = FloatVector.fromArray(SPECIES, x, i + 2 * BLOCK);
            a = t.fma(w02, a);
            b = t.fma(w01, b);
            c = t.fma(w00, c);
            t = FloatVector.fromArray(SPECIES, x, i + 3 * BLOCK);
            b = t.fma(w02, b);
            c = t.fma(w01, c);
            d = t.fma(w00, d);
            t = FloatVector.fromArray(SPECIES, x, i + 4 * BLOCK);
            c = t.fma(w02, c);
            d = t.fma(w01, d);
            t = FloatVector.fromArray(SPECIES, x, i + 5 * BLOCK);
            d = t.fma(w02, d);
            i += rowStep;
            t = FloatVector.fromArray(SPECIES, x, i);
            a = t.fma(w10, a);
            t = FloatVector.fromArray(SPECIES, x, i + BLOCK);
            a = t.fma(w11, a);
            b = t.fma(w10, b);
            t = FloatVector.fromArray(SPECIES, x, i + 2 * BLOCK);
            a = t.fma(w12, a);
            b = t.fma(w11, b);
            c = t.fma(w10, c);
            t = FloatVector.fromArray(SPECIES, x, i + 3 * BLOCK);
            b = t.fma(w12, b);
            c = t.fma(w11, c);
            d = t.fma(w10, d);
            t = FloatVector.fromArray(SPECIES, x, i + 4 * BLOCK);
            c = t.fma(w12, c);
            d = t.fma(w11, d);
            t = FloatVector.fromArray(SPECIES, x, i + 5 * BLOCK);
            d = t.fma(w12, d);
            i += rowStep;
            t = FloatVector.fromArray(SPECIES, x, i);
            a = t.fma(w20, a);
            t = FloatVector.fromArray(SPECIES, x, i + BLOCK);
            a = t.fma(w21, a);
            b = t.fma(w20, b);
            t = FloatVector.fromArray(SPECIES, x, i + 2 * BLOCK);
            a = t.fma(w22, a);
            b = t.fma(w21, b);
            c = t.fma(w20, c);
            t = FloatVector.fromArray(SPECIES, x, i + 3 * BLOCK);
            b = t.fma(w22, b);
            c = t.fma(w21, c);
            d = t.fma(w20, d);
            t = FloatVector.fromArray(SPECIES, x, i + 4 * BLOCK);
            c = t.fma(w22, c);
            d = t.fma(w21, d);
            t = FloatVector.fromArray(SPECIES, x, i + 5 * BLOCK);
            d = t.fma(w22, d);
            int o = y0 + p * BLOCK;
            a.intoArray(y, o);
            b.intoArray(y, o + BLOCK);
            c.intoArray(y, o + 2 * BLOCK);
            d.intoArray(y, o + 3 * BLOCK);
        }
    }

    static void byTwo(
            int pixels,
            int rowStep,
            float[] x,
            int x0,
            float[] w,
            int w0,
            int wStep,
            float[] bias,
            int bias0,
            float[] y,
            int y0) {
        FloatVector start = FloatVector.fromArray(SPECIES, bias, bias0);
        FloatVector w00 = FloatVector.fromArray(SPECIES, w, w0);
        FloatVector w01 = FloatVector.fromArray(SPECIES, w, w0 + BLOCK);
        FloatVector w02 = FloatVector.fromArray(SPECIES, w, w0 + 2 * BLOCK);
        FloatVector w10 = FloatVector.fromArray(SPECIES, w, w0 + wStep);
        FloatVector w11 = FloatVector.fromArray(SPECIES, w, w0 + wStep + BLOCK);
        FloatVector w12 = FloatVector.fromArray(SPECIES, w, w0 + wStep + 2 * BLOCK);
        FloatVector w20 = FloatVector.fromArray(SPECIES, w, w0 + 2 * wStep);
        FloatVector w21 = FloatVector.fromArray(SPECIES, w, w0 + 2 * wStep + BLOCK);
        FloatVector w22 = FloatVector.fromArray(SPECIES, w, w0 + 2 * wStep + 2 * BLOCK);
        for (int next = 0; next < pixels; next += TILE) {
            int p = Math.min(next, pixels - TILE);
            FloatVector a = start;
            FloatVector b = start;
            FloatVector c = start;
            FloatVector d = start;
            int i = x0 + 2 * p * BLOCK;
            FloatVector t = FloatVector.fromArray(SPECIES, x, i);
            a = t.fma(w00, a);
            t = FloatVector.fromArray(SPECIES, x, i + BLOCK);
            a = t.fma(w01, a);
            t = FloatVector.fromArray(SPECIES, x, i + 2 * BLOCK);
            a = t.fma(w02, a);
            b = t.fma(w00, b);
            t = FloatVector.fromArray(SPECIES, x, i + 3 * BLOCK);
            b = t.fma(w01, b);
            t = FloatVector.fromArray(SPECIES, x, i + 4 * BLOCK);
            b = t.fma(w02, b);
            c = t.fma(w00, c);
            t = FloatVector.fromArray(SPECIES, x, i + 5 * BLOCK);
            c = t.fma(w01, c);
            t = FloatVector.fromArray(SPECIES, x, i + 6 * BLOCK);
            c = t.fma(w02, c);
            d = t.fma(w00, d);
            t = FloatVector.fromArray(SPECIES, x, i + 7 * BLOCK);
            d = t.fma(w01, d);
            t = FloatVector.fromArray(SPECIES, x, i + 8 * BLOCK);
            d = t.fma(w02, d);
            i += rowStep;
            t = FloatVector.fromArray(SPECIES, x, i);
            a = t.fma(w10, a);
            t = FloatVector.fromArray(SPECIES, x, i + BLOCK);
            a = t.fma(w11, a);
            t = FloatVector.fromArray(SPECIES, x, i + 2 * BLOCK);
            a = t.fma(w12, a);
            b = t.fma(w10, b);
            t = FloatVector.fromArray(SPECIES, x, i + 3 * BLOCK);
            b = t.fma(w11, b);
            t = FloatVector.fromArray(SPECIES, x, i + 4 * BLOCK);
            b = t.fma(w12, b);
            c = t.fma(w10, c);
            t = FloatVector.fromArray(SPECIES, x, i + 5 * BLOCK);
            c = t.fma(w11, c);
            t = FloatVector.fromArray(SPECIES, x, i + 6 * BLOCK);
            c = t.fma(w12, c);
            d = t.fma(w10, d);
            t = FloatVector.fromArray(SPECIES, x, i + 7 * BLOCK);
            d = t.fma(w11, d);
            t = FloatVector.fromArray(SPECIES, x, i + 8 * BLOCK);
            d = t.fma(w12, d);
            i += rowStep;
            t = FloatVector.fromArray(SPECIES, x, i);
            a = t.fma(w20, a);
            t = FloatVector.fromArray(SPECIES, x, i + BLOCK);
            a = t.fma(w21, a);
            t = FloatVector.fromArray(SPECIES, x, i + 2 * BLOCK);
            a = t.fma(w22, a);
            b = t.fma(w20, b);
            t = FloatVector.fromArray(SPECIES, x, i + 3 * BLOCK);
            b = t.fma(w21, b);
            t = FloatVector.fromArray(SPECIES, x, i + 4 * BLOCK);
            b = t.fma(w22, b);
            c = t.fma(w20, c);
            t = FloatVector.fromArray(SPECIES, x, i + 5 * BLOCK);
            c = t.fma(w21, c);
            t = FloatVector.fromArray(SPECIES, x, i + 6 * BLOCK);
            c = t.fma(w22, c);
            d = t.fma(w20, d);
            t = FloatVector.fromArray(SPECIES, x, i + 7 * BLOCK);
            d = t.fma(w21, d);
            t = FloatVector.fromArray(SPECIES, x, i + 8 * BLOCK);
            d = t.fma(w22, d);
            int o = y0 + p * BLOCK;
            a.intoArray(y, o);
            b.intoArray(y, o + BLOCK);
            c.intoArray(y, o + 2 * BLOCK);
            d.intoArray(y, o + 3 * BLOCK);
        }
    }
}
