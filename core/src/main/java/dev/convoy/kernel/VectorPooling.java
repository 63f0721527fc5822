package dev.convoy.kernel;

import static dev.convoy.kernel.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Lines of poolings by the Vector API. */
final class VectorPooling {

    /** The outputs that {@link #maxima} computes at a time. */
    static final int TILE = 4;

    private VectorPooling() {}

    static void maxima(WindowArea area, float[] x, int x0, float[] y, int y0) {
        int pixels = area.pixels();
        int step = area.xPixelStep();
        int columns = area.columns();
        int columnStep = area.columnStep();
        int rowGap = area.rowGap();
        int taps = area.taps();
        for (int next = 0; next < pixels; next += TILE) {
            int p = Math.min(next, pixels - TILE);
            FloatVector a = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            FloatVector b = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            FloatVector c = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            FloatVector d = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            int i = x0 + p * step;
            for (int tap = 0, k = 1; tap < taps; tap++, k++) {
                a = a.max(FloatVector.fromArray(SPECIES, x, i));
                b = b.max(FloatVector.fromArray(SPECIES, x, i + step));
                c = c.max(FloatVector.fromArray(SPECIES, x, i + 2 * step));
                d = d.max(FloatVector.fromArray(SPECIES, x, i + 3 * step));
                i += columnStep;
                if (k == columns) {
                    k = 0;
                    i += rowGap;
                }
            }
            int to = y0 + p * area.yPixelStep();
            a.intoArray(y, to);
            b.intoArray(y, to + area.yPixelStep());
            c.intoArray(y, to + 2 * area.yPixelStep());
            d.intoArray(y, to + 3 * area.yPixelStep());
        }
    }

    static void singleMaxima(WindowArea area, float[] x, int x0, float[] y, int y0) {
        int columns = area.columns();
        int columnStep = area.columnStep();
        int rowGap = area.rowGap();
        int taps = area.taps();
        for (int p = 0; p < area.pixels(); p++) {
            FloatVector a = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            int i = x0 + p * area.xPixelStep();
            for (int tap = 0, k = 1; tap < taps; tap++, k++) {
                a = a.max(FloatVector.fromArray(SPECIES, x, i));
                i += columnStep;
                if (k == columns) {
                    k = 0;
                    i += rowGap;
                }
            }
            a.intoArray(y, y0 + p * area.yPixelStep());
        }
    }
}
