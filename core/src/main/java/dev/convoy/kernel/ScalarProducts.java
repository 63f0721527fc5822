package dev.convoy.kernel;

import static dev.convoy.kernel.Kernel.BLOCK;

/** Products in loops over a block of channels, which a compiler can turn into vector instructions. */
final class ScalarProducts implements Products {

    @Override
    public void blocks(
            float[] x,
            int xOffset,
            int[] offsets,
            int firstOffset,
            int blocks,
            float[] w,
            int wOffset,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStep,
            int panel,
            int pixels) {
        for (int half = 0; half < panel; half++) {
            for (int p = 0; p < pixels; p++) {
                int to = yOffset + half * yStep + p * BLOCK;
                start(bias, biasOffset + half * BLOCK, y, to);
                int row = wOffset + half * BLOCK;
                for (int b = 0; b < blocks; b++) {
                    int from = xOffset + offsets[firstOffset + b] + p * BLOCK;
                    for (int k = 0; k < BLOCK; k++) {
                        accumulate(x[from + k], w, row, y, to);
                        row += panel * BLOCK;
                    }
                }
            }
        }
    }

    @Override
    public void planes(
            float[] x,
            int xOffset,
            int[] offsets,
            int depth,
            float[] w,
            int wOffset,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStep,
            int panel,
            int pixels) {
        for (int half = 0; half < panel; half++) {
            for (int p = 0; p < pixels; p++) {
                int to = yOffset + half * yStep + p * BLOCK;
                start(bias, biasOffset + half * BLOCK, y, to);
                int row = wOffset + half * BLOCK;
                for (int k = 0; k < depth; k++) {
                    accumulate(x[xOffset + offsets[k] + p], w, row, y, to);
                    row += panel * BLOCK;
                }
            }
        }
    }

    private static void start(float[] bias, int biasOffset, float[] y, int to) {
        if (bias != null) {
            System.arraycopy(bias, biasOffset, y, to, BLOCK);
        }
    }

    private static void accumulate(float factor, float[] w, int row, float[] y, int to) {
        for (int c = 0; c < BLOCK; c++) {
            y[to + c] = Math.fma(factor, w[row + c], y[to + c]);
        }
    }
}
