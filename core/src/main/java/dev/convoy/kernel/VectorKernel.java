package dev.convoy.kernel;

import static dev.convoy.kernel.VectorTiles.LANES;

/** The Vector API. Loaded by name alone: linking it fails where the module is absent. */
final class VectorKernel implements Kernel {

    /** 14 pixels by two vectors want 32 registers, which come with 512-bit vectors. */
    private static final int LARGEST_TILE = LANES == BLOCK ? 14 : 4;

    static {
        VectorProfile.fill();
    }

    private final Products products = new VectorProducts();
    private final WindowLoops windows = new VectorWindows();
    private final Elements elements = new VectorElements();
    private final Transforms transforms = new VectorTransforms();

    @Override
    public long saturate(int rounds) {
        return Float.isNaN(VectorCeiling.run(rounds)) ? 0 : VectorCeiling.multiplyAdds(rounds);
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
        return "Vector API, " + LANES + " lanes";
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
        for (int column = 0; column < PANEL; column += 2 * LANES) {
            row(x, xOffset, xStep, offsets, depth, w, wOffset + column, y, yOffset + column, pixels);
        }
    }

    private static void row(
            float[] x, int x0, int step, int[] offsets, int depth, float[] w, int w0, float[] y, int y0, int pixels) {
        int p = 0;
        while (p < pixels) {
            int i = x0 + p * step;
            int o = y0 + p * PANEL;
            int left = Math.min(pixels - p, LARGEST_TILE);
            if (left == 14) {
                VectorStridedTiles.tile14(x, i, step, offsets, depth, w, w0, y, o);
                p += 14;
            } else if (left >= 7) {
                VectorStridedTiles.tile7(x, i, step, offsets, depth, w, w0, y, o);
                p += 7;
            } else if (left >= 4) {
                VectorStridedTiles.tile4(x, i, step, offsets, depth, w, w0, y, o);
                p += 4;
            } else if (left >= 2) {
                VectorStridedTiles.tile2(x, i, step, offsets, depth, w, w0, y, o);
                p += 2;
            } else {
                VectorStridedTiles.tile1(x, i, step, offsets, depth, w, w0, y, o);
                p += 1;
            }
        }
    }
}
