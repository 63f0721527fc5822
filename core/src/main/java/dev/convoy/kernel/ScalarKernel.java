package dev.convoy.kernel;

/** Plain Java: two pixels by four channels at a time, all accumulators in locals. */
final class ScalarKernel implements Kernel {

    private final Products products = new ScalarProducts();
    private final Elements elements = new ScalarElements();
    private final WindowLoops windows = new ScalarWindows();
    private final Transforms transforms = new ScalarTransforms();

    @Override
    public long saturate(int rounds) {
        return 0;
    }

    @Override
    public Products products() {
        return products;
    }

    @Override
    public Elements elements() {
        return elements;
    }

    @Override
    public WindowLoops windows() {
        return windows;
    }

    @Override
    public Transforms transforms() {
        return transforms;
    }

    @Override
    public String description() {
        return "scalar";
    }

    @Override
    public void accumulate(
            float[] x,
            int xOffset,
            int xStep,
            int[] offsets,
            int depth,
            float[] w,
            int wOffset,
            float[] y,
            int yOffset,
            int pixels) {
        for (int c = 0; c < PANEL; c += 4) {
            int p = 0;
            for (; p + 1 < pixels; p += 2) {
                tile2(x, xOffset + p * xStep, xStep, offsets, depth, w, wOffset + c, y, yOffset + p * PANEL + c);
            }
            if (p < pixels) {
                tile1(x, xOffset + p * xStep, offsets, depth, w, wOffset + c, y, yOffset + p * PANEL + c);
            }
        }
    }

    private static void tile2(
            float[] x, int x0, int step, int[] offsets, int depth, float[] w, int w0, float[] y, int y0) {
        int y1 = y0 + PANEL;
        float a0 = y[y0];
        float a1 = y[y0 + 1];
        float a2 = y[y0 + 2];
        float a3 = y[y0 + 3];
        float b0 = y[y1];
        float b1 = y[y1 + 1];
        float b2 = y[y1 + 2];
        float b3 = y[y1 + 3];
        for (int k = 0, row = w0; k < depth; k++, row += PANEL) {
            float a = x[x0 + offsets[k]];
            float b = x[x0 + offsets[k] + step];
            a0 = Math.fma(a, w[row], a0);
            a1 = Math.fma(a, w[row + 1], a1);
            a2 = Math.fma(a, w[row + 2], a2);
            a3 = Math.fma(a, w[row + 3], a3);
            b0 = Math.fma(b, w[row], b0);
            b1 = Math.fma(b, w[row + 1], b1);
            b2 = Math.fma(b, w[row + 2], b2);
            b3 = Math.fma(b, w[row + 3], b3);
        }
        y[y0] = a0;
        y[y0 + 1] = a1;
        y[y0 + 2] = a2;
        y[y0 + 3] = a3;
        y[y1] = b0;
        y[y1 + 1] = b1;
        y[y1 + 2] = b2;
        y[y1 + 3] = b3;
    }

    private static void tile1(float[] x, int x0, int[] offsets, int depth, float[] w, int w0, float[] y, int y0) {
        float a0 = y[y0];
        float a1 = y[y0 + 1];
        float a2 = y[y0 + 2];
        float a3 = y[y0 + 3];
        for (int k = 0, row = w0; k < depth; k++, row += PANEL) {
            float a = x[x0 + offsets[k]];
            a0 = Math.fma(a, w[row], a0);
            a1 = Math.fma(a, w[row + 1], a1);
            a2 = Math.fma(a, w[row + 2], a2);
            a3 = Math.fma(a, w[row + 3], a3);
        }
        y[y0] = a0;
        y[y0 + 1] = a1;
        y[y0 + 2] = a2;
        y[y0 + 3] = a3;
    }
}
