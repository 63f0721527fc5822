package dev.convoy.kernel;

import static dev.convoy.kernel.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Lines of a depthwise convolution of any size by the Vector API. A tile's last outputs are computed together with some
 * before them, which are written twice. One loop goes over all elements of a window: the compiler keeps no vector in a
 * register through a loop within a loop.
 */
final class VectorDepthwise {

    /** The outputs that {@link #line} computes at a time. */
    static final int TILE = 4;

    /** The outputs that {@link #dense} computes at a time. */
    static final int DENSE_TILE = 8;

    private static final int BLOCK = Kernel.BLOCK;

    private VectorDepthwise() {}

    /** Outputs that are neighbours, as are their windows. */
    static void dense(
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
        int columns = area.columns();
        int columnStep = area.columnStep();
        int rowGap = area.rowGap();
        int taps = area.taps();
        int wGap = wStep - columns * BLOCK;
        for (int next = 0; next < pixels; next += DENSE_TILE) {
            int p = Math.min(next, pixels - DENSE_TILE);
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
            for (int tap = 0, k = 1; tap < taps; tap++, k++) {
                FloatVector u = FloatVector.fromArray(SPECIES, w, j);
                a = u.fma(FloatVector.fromArray(SPECIES, x, i), a);
                b = u.fma(FloatVector.fromArray(SPECIES, x, i + BLOCK), b);
                c = u.fma(FloatVector.fromArray(SPECIES, x, i + 2 * BLOCK), c);
                d = u.fma(FloatVector.fromArray(SPECIES, x, i + 3 * BLOCK), d);
                e = u.fma(FloatVector.fromArray(SPECIES, x, i + 4 * BLOCK), e);
                f = u.fma(FloatVector.fromArray(SPECIES, x, i + 5 * BLOCK), f);
                g = u.fma(FloatVector.fromArray(SPECIES, x, i + 6 * BLOCK), g);
                h = u.fma(FloatVector.fromArray(SPECIES, x, i + 7 * BLOCK), h);
                i += columnStep;
                j += BLOCK;
                if (k == columns) {
                    k = 0;
                    i += rowGap;
                    j += wGap;
                }
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

    /** Outputs anywhere, at least {@link #TILE} of them. */
    static void line(
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
        int xPixelStep = area.xPixelStep();
        int yPixelStep = area.yPixelStep();
        int columns = area.columns();
        int columnStep = area.columnStep();
        int rowGap = area.rowGap();
        int taps = area.taps();
        int wGap = wStep - columns * BLOCK;
        for (int next = 0; next < pixels; next += TILE) {
            int p = Math.min(next, pixels - TILE);
            FloatVector a = FloatVector.fromArray(SPECIES, bias, bias0);
            FloatVector b = FloatVector.fromArray(SPECIES, bias, bias0);
            FloatVector c = FloatVector.fromArray(SPECIES, bias, bias0);
            FloatVector d = FloatVector.fromArray(SPECIES, bias, bias0);
            int i = x0 + p * xPixelStep;
            int j = w0;
            for (int tap = 0, k = 1; tap < taps; tap++, k++) {
                FloatVector u = FloatVector.fromArray(SPECIES, w, j);
                a = u.fma(FloatVector.fromArray(SPECIES, x, i), a);
                b = u.fma(FloatVector.fromArray(SPECIES, x, i + xPixelStep), b);
                c = u.fma(FloatVector.fromArray(SPECIES, x, i + 2 * xPixelStep), c);
                d = u.fma(FloatVector.fromArray(SPECIES, x, i + 3 * xPixelStep), d);
                i += columnStep;
                j += BLOCK;
                if (k == columns) {
                    k = 0;
                    i += rowGap;
                    j += wGap;
                }
            }
            int o = y0 + p * yPixelStep;
            a.intoArray(y, o);
            b.intoArray(y, o + yPixelStep);
            c.intoArray(y, o + 2 * yPixelStep);
            d.intoArray(y, o + 3 * yPixelStep);
        }
    }

    /** Outputs anywhere, however few. */
    static void singles(
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
        int xPixelStep = area.xPixelStep();
        int yPixelStep = area.yPixelStep();
        int columns = area.columns();
        int columnStep = area.columnStep();
        int rowGap = area.rowGap();
        int taps = area.taps();
        int wGap = wStep - columns * BLOCK;
        for (int p = 0; p < pixels; p++) {
            FloatVector a = FloatVector.fromArray(SPECIES, bias, bias0);
            int i = x0 + p * xPixelStep;
            int j = w0;
            for (int tap = 0, k = 1; tap < taps; tap++, k++) {
                FloatVector u = FloatVector.fromArray(SPECIES, w, j);
                a = u.fma(FloatVector.fromArray(SPECIES, x, i), a);
                i += columnStep;
                j += BLOCK;
                if (k == columns) {
                    k = 0;
                    i += rowGap;
                    j += wGap;
                }
            }
            int o = y0 + p * yPixelStep;
            a.intoArray(y, o);
        }
    }
}
