package dev.convoy.kernel;

import static dev.convoy.kernel.VectorTiles.LANES;

/** Loops over windows by the Vector API, a line of outputs at a time. */
final class VectorWindows implements WindowLoops {

    private final WindowLoops scalar = new ScalarWindows();

    @Override
    public void depthwise(
            WindowArea area,
            float[] x,
            int xOffset,
            float[] w,
            int wOffset,
            int wStep,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset) {
        boolean one = area.dense() && area.strides(1);
        boolean two = area.dense() && area.strides(2);
        boolean three = area.columns() == 3 && area.rows() == 3 && area.pixels() >= VectorDepthwiseTiles.SQUARE_PIXELS;
        boolean five = area.columns() == 5 && area.pixels() >= VectorDepthwiseTiles.ROW_PIXELS;
        boolean seven = area.columns() == 7 && area.pixels() >= VectorDepthwiseTiles.ROW_PIXELS;
        for (int line = 0; line < area.lines(); line++) {
            for (int c = 0; c < Kernel.BLOCK; c += LANES) {
                int i = xOffset + line * area.xLineStep() + c;
                int j = wOffset + c;
                int b = biasOffset + c;
                int o = yOffset + line * area.yLineStep() + c;
                if (one && three) {
                    VectorDepthwiseTiles.square3By1(area, x, i, w, j, wStep, bias, b, y, o);
                } else if (two && three) {
                    VectorDepthwiseTiles.square3By2(area, x, i, w, j, wStep, bias, b, y, o);
                } else if (one && five) {
                    VectorDepthwiseTiles.rows5By1(area, x, i, w, j, wStep, bias, b, y, o);
                } else if (two && five) {
                    VectorDepthwiseTiles.rows5By2(area, x, i, w, j, wStep, bias, b, y, o);
                } else if (one && seven) {
                    VectorDepthwiseTiles.rows7By1(area, x, i, w, j, wStep, bias, b, y, o);
                } else if (one && area.pixels() >= VectorDepthwise.DENSE_TILE) {
                    VectorDepthwise.dense(area, x, i, w, j, wStep, bias, b, y, o);
                } else if (area.pixels() >= VectorDepthwise.TILE) {
                    VectorDepthwise.line(area, x, i, w, j, wStep, bias, b, y, o);
                } else {
                    VectorDepthwise.singles(area, x, i, w, j, wStep, bias, b, y, o);
                }
            }
        }
    }

    @Override
    public void maximum(WindowArea area, float[] x, int xOffset, float[] y, int yOffset) {
        for (int line = 0; line < area.lines(); line++) {
            for (int c = 0; c < Kernel.BLOCK; c += LANES) {
                int i = xOffset + line * area.xLineStep() + c;
                int o = yOffset + line * area.yLineStep() + c;
                if (area.pixels() >= VectorPooling.TILE) {
                    VectorPooling.maxima(area, x, i, y, o);
                } else {
                    VectorPooling.singleMaxima(area, x, i, y, o);
                }
            }
        }
    }

    /** In float64 without the Vector API: doubles would want vectors of floats of half the lanes. */
    @Override
    public void average(WindowArea area, double divisor, float[] x, int xOffset, float[] y, int yOffset) {
        scalar.average(area, divisor, x, xOffset, y, yOffset);
    }
}
