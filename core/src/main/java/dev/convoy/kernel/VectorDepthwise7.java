package dev.convoy.kernel;

import static dev.convoy.kernel.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Lines of a depthwise convolution with 7 columns, one pixel apart, by the Vector API: the weights of a row and the
 * accumulators in locals, every input of a row loaded once a tile.
 */
final class VectorDepthwise7 {

    /** The outputs computed at a time; the last of a line together with some before them, which are written twice. */
    static final int TILE = 8;

    private static final int BLOCK = Kernel.BLOCK;

    private VectorDepthwise7() {}

    static void byOne(
            WindowArea area,
            float[] x,
            int x0,
            float[] w,
            int w0,
            int wStep,
            float[] bias,
            int bias0,
            float[] y,
            int y0) {
        int pixels = area.pixels();
        int rows = area.rows();
        int rowStep = area.rowStep();
        for (int next = 0; next < pixels; next += TILE) {
            int p = Math.min(next, pixels - TILE);
            FloatVector a = FloatVector.fromArray(SPECIES, bias, bias0);
            FloatVector b = FloatVector.fromArray(SPECIES, bias, bias0);
            FloatVector c = FloatVector.fromArray(SPECIES, bias, bias0);
            FloatVector d = FloatVector.fromArray(SPECIES, bias, bias0);
            FloatVector e = FloatVector.fromArray(SPECIES, bias, bias0);
            FloatVector f = FloatVector.fromArray(SPECIES, bias, bias0);
            FloatVector g = FloatVector.fromArray(SPECIES, bias, bias0);
            FloatVector h = FloatVector.fromArray(SPECIES, bias, bias0);
            int i = x0 + p * BLOCK;
            int j = w0;
            for (int r = 0; r < rows; r++, i += rowStep, j += wStep) {
                FloatVector u0 = FloatVector.fromArray(SPECIES, w, j);
                FloatVector u1 = FloatVector.fromArray(SPECIES, w, j + BLOCK);
                FloatVector u2 = FloatVector.fromArray(SPECIES, w, j + 2 * BLOCK);
                FloatVector u3 = FloatVector.fromArray(SPECIES, w, j + 3 * BLOCK);
                FloatVector u4 = FloatVector.fromArray(SPECIES, w, j + 4 * BLOCK);
                FloatVector u5 = FloatVector.fromArray(SPECIES, w, j + 5 * BLOCK);
                FloatVector u6 = FloatVector.fromArray(SPECIES, w, j + 6 * BLOCK);
                FloatVector t = FloatVector.fromArray(SPECIES, x, i);
                a = t.fma(u0, a);
                t = FloatVector.fromArray(SPECIES, x, i + BLOCK);
                a = t.fma(u1, a);
                b = t.fma(u0, b);
                t = FloatVector.fromArray(SPECIES, x, i + 2 * BLOCK);
                a = t.fma(u2, a);
                b = t.fma(u1, b);
                c = t.fma(u0, c);
                t = FloatVector.fromArray(SPECIES, x, i + 3 * BLOCK);
                a = t.fma(u3, a);
                b = t.fma(u2, b);
                c = t.fma(u1, c);
                d = t.fma(u0, d);
                t = FloatVector.fromArray(SPECIES, x, i + 4 * BLOCK);
                a = t.fma(u4, a);
                b = t.fma(u3, b);
                c = t.fma(u2, c);
                d = t.fma(u1, d);
                e = t.fma(u0, e);
                t = FloatVector.fromArray(SPECIES, x, i + 5 * BLOCK);
                a = t.fma(u5, a);
                b = t.fma(u4, b);
                c = t.fma(u3, c);
                d = t.fma(u2, d);
                e = t.fma(u1, e);
                f = t.fma(u0, f);
                t = FloatVector.fromArray(SPECIES, x, i + 6 * BLOCK);
                a = t.fma(u6, a);
                b = t.fma(u5, b);
                c = t.fma(u4, c);
                d = t.fma(u3, d);
                e = t.fma(u2, e);
                f = t.fma(u1, f);
                g = t.fma(u0, g);
                t = FloatVector.fromArray(SPECIES, x, i + 7 * BLOCK);
                b = t.fma(u6, b);
                c = t.fma(u5, c);
                d = t.fma(u4, d);
                e = t.fma(u3, e);
                f = t.fma(u2, f);
                g = t.fma(u1, g);
                h = t.fma(u0, h);
                t = FloatVector.fromArray(SPECIES, x, i + 8 * BLOCK);
                c = t.fma(u6, c);
                d = t.fma(u5, d);
                e = t.fma(u4, e);
                f = t.fma(u3, f);
                g = t.fma(u2, g);
                h = t.fma(u1, h);
                t = FloatVector.fromArray(SPECIES, x, i + 9 * BLOCK);
                d = t.fma(u6, d);
                e = t.fma(u5, e);
                f = t.fma(u4, f);
                g = t.fma(u3, g);
                h = t.fma(u2, h);
                t = FloatVector.fromArray(SPECIES, x, i + 10 * BLOCK);
                e = t.fma(u6, e);
                f = t.fma(u5, f);
                g = t.fma(u4, g);
                h = t.fma(u3, h);
                t = FloatVector.fromArray(SPECIES, x, i + 11 * BLOCK);
                f = t.fma(u6, f);
                g = t.fma(u5, g);
                h = t.fma(u4, h);
                t = FloatVector.fromArray(SPECIES, x, i + 12 * BLOCK);
                g = t.fma(u6, g);
                h = t.fma(u5, h);
                t = FloatVector.fromArray(SPECIES, x, i + 13 * BLOCK);
                h = t.fma(u6, h);
            }
            int o = y0 + p * BLOCK;
            a.intoArray(y, o);
            b.intoArray(y, o + BLOCK);
            c.intoArray(y, o + 2 * BLOCK);
            d.intoArray(y, o + 3 * BLOCK);
            e.intoArray(y, o + 4 * BLOCK);
            f.intoArray(y, o + 5 * BLOCK);
            g.intoArray(y, o + 6 * BLOCK);
            h.intoArray(y, o + 7 * BLOCK);
        }
    }
}
