package dev.convoy.kernel;

/** Loops over windows without the Vector API, one channel of one output at a time. */
final class ScalarWindows implements WindowLoops {

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
        for (int line = 0; line < area.lines(); line++) {
            for (int p = 0; p < area.pixels(); p++) {
                int i = xOffset + line * area.xLineStep() + p * area.xPixelStep();
                int o = yOffset + line * area.yLineStep() + p * area.yPixelStep();
                for (int c = 0; c < Kernel.BLOCK; c++) {
                    y[o + c] = sum(area, x, i + c, w, wOffset + c, wStep, bias[biasOffset + c]);
                }
            }
        }
    }

    private static float sum(WindowArea area, float[] x, int x0, float[] w, int w0, int wStep, float bias) {
        float sum = bias;
        for (int r = 0; r < area.rows(); r++) {
            int i = x0 + r * area.rowStep();
            int j = w0 + r * wStep;
            for (int k = 0; k < area.columns(); k++) {
                sum = Math.fma(x[i + k * area.columnStep()], w[j + k * Kernel.BLOCK], sum);
            }
        }
        return sum;
    }

    @Override
    public void maximum(WindowArea area, float[] x, int xOffset, float[] y, int yOffset) {
        for (int line = 0; line < area.lines(); line++) {
            for (int p = 0; p < area.pixels(); p++) {
                int i = xOffset + line * area.xLineStep() + p * area.xPixelStep();
                int o = yOffset + line * area.yLineStep() + p * area.yPixelStep();
                for (int c = 0; c < Kernel.BLOCK; c++) {
                    y[o + c] = largest(area, x, i + c);
                }
            }
        }
    }

    private static float largest(WindowArea area, float[] x, int x0) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int r = 0; r < area.rows(); r++) {
            int i = x0 + r * area.rowStep();
            for (int k = 0; k < area.columns(); k++) {
                largest = Math.max(largest, x[i + k * area.columnStep()]);
            }
        }
        return largest;
    }

    @Override
    public void average(WindowArea area, double divisor, float[] x, int xOffset, float[] y, int yOffset) {
        for (int line = 0; line < area.lines(); line++) {
            for (int p = 0; p < area.pixels(); p++) {
                int i = xOffset + line * area.xLineStep() + p * area.xPixelStep();
                int o = yOffset + line * area.yLineStep() + p * area.yPixelStep();
                for (int c = 0; c < Kernel.BLOCK; c += 4) {
                    average4(area, divisor, x, i + c, y, o + c);
                }
            }
        }
    }

    /** Four channels, whose sums need not wait for each other. */
    private static void average4(WindowArea area, double divisor, float[] x, int x0, float[] y, int y0) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int r = 0; r < area.rows(); r++) {
            for (int k = 0; k < area.columns(); k++) {
                int i = x0 + r * area.rowStep() + k * area.columnStep();
                a += x[i];
                b += x[i + 1];
                c += x[i + 2];
                d += x[i + 3];
            }
        }
        y[y0] = (float) (a / divisor);
        y[y0 + 1] = (float) (b / divisor);
        y[y0 + 2] = (float) (c / divisor);
        y[y0 + 3] = (float) (d / divisor);
    }
}
