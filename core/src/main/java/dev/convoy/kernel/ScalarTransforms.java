package dev.convoy.kernel;

import static dev.convoy.kernel.Kernel.BLOCK;

/** Winograd's transforms, one channel after the other. */
final class ScalarTransforms implements Transforms {

    @Override
    public void columns(
            WinogradTile tile, float[] x, int xOffset, int xStep, int columns, float[] strip, int stripOffset) {
        int n = tile.inputs();
        for (int j = 0; j < columns; j++) {
            for (int c = 0; c < BLOCK; c++) {
                input(tile, x, xOffset + j * BLOCK + c, xStep, strip, stripOffset + j * n * BLOCK + c, BLOCK);
            }
        }
    }

    @Override
    public void rows(WinogradTile tile, float[] strip, int stripOffset, int tiles, float[] v, int vOffset, int vStep) {
        int n = tile.inputs();
        for (int i = 0; i < n; i++) {
            for (int t = 0; t < tiles; t++) {
                for (int c = 0; c < BLOCK; c++) {
                    int from = stripOffset + (t * tile.step() * n + i) * BLOCK + c;
                    input(tile, strip, from, n * BLOCK, v, vOffset + i * n * vStep + t * BLOCK + c, vStep);
                }
            }
        }
    }

    @Override
    public void outputs(
            WinogradTile tile,
            float[] x,
            int xOffset,
            int xStep,
            int tiles,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStep,
            float[] scratch,
            int scratchOffset) {
        int points = tile.points();
        for (int t = 0; t < tiles; t++) {
            for (int c = 0; c < BLOCK; c++) {
                int from = xOffset + t * BLOCK + c;
                int to = yOffset + t * tile.outputs() * BLOCK + c;
                for (int j = 0; j < points; j++) {
                    output(tile, x, from + j * xStep, points * xStep, scratch, scratchOffset + j, points);
                }
                for (int i = 0; i < tile.outputs(); i++) {
                    int row = to + i * yStep;
                    output(tile, scratch, scratchOffset + i * points, 1, y, row, BLOCK);
                    for (int j = 0; j < tile.outputs(); j++) {
                        y[row + j * BLOCK] += bias[biasOffset + c];
                    }
                }
            }
        }
    }

    @Override
    public void rowOutputs(
            float[] m, int mOffset, int mStep, int tiles, float[] bias, int biasOffset, float[] y, int yOffset) {
        for (int t = 0; t < tiles; t++) {
            for (int c = 0; c < BLOCK; c++) {
                int from = mOffset + t * BLOCK + c;
                int to = yOffset + t * 4 * BLOCK + c;
                output4(m, from + mStep, mStep, y, to, BLOCK);
                y[to] += m[from];
                for (int i = 0; i < 4; i++) {
                    y[to + i * BLOCK] = y[to + i * BLOCK] + m[from + 6 * mStep] + bias[biasOffset + c];
                }
            }
        }
    }

    private static void input(WinogradTile tile, float[] x, int x0, int xStep, float[] y, int y0, int yStep) {
        switch (tile) {
            case TWO -> input2(x, x0, xStep, y, y0, yStep);
            case FOUR -> input4(x, x0, xStep, y, y0, yStep);
            case FOUR_OF_STRIDE_2 -> strided4(x, x0, xStep, y, y0, yStep);
        }
    }

    private static void output(WinogradTile tile, float[] m, int m0, int mStep, float[] y, int y0, int yStep) {
        switch (tile) {
            case TWO -> output2(m, m0, mStep, y, y0, yStep);
            case FOUR -> {
                output4(m, m0 + mStep, mStep, y, y0, yStep);
                y[y0] += m[m0];
            }
            case FOUR_OF_STRIDE_2 -> output4(m, m0, mStep, y, y0, yStep);
        }
    }

    private static void input4(float[] x, int x0, int xStep, float[] y, int y0, int yStep) {
        input4(
                x[x0],
                x[x0 + xStep],
                x[x0 + 2 * xStep],
                x[x0 + 3 * xStep],
                x[x0 + 4 * xStep],
                x[x0 + 5 * xStep],
                y,
                y0,
                yStep);
    }

    /** The values of six inputs at the points of a tile of 4. */
    static void input4(float d0, float d1, float d2, float d3, float d4, float d5, float[] y, int y0, int yStep) {
        y[y0] = last4(d0, d2, d4);
        first4(d1, d2, d3, d4, y, y0 + yStep, yStep);
        y[y0 + 5 * yStep] = last4(d1, d3, d5);
    }

    private static void strided4(float[] x, int x0, int xStep, float[] y, int y0, int yStep) {
        float d0 = x[x0];
        float d4 = x[x0 + 4 * xStep];
        first4(d0, x[x0 + 2 * xStep], d4, x[x0 + 6 * xStep], y, y0, yStep);
        y[y0 + 4 * yStep] = last4(d0, d4, x[x0 + 8 * xStep]);
        first4(x[x0 + xStep], x[x0 + 3 * xStep], x[x0 + 5 * xStep], x[x0 + 7 * xStep], y, y0 + 5 * yStep, yStep);
    }

    /** The values of four inputs at A, -A, B and -B. */
    private static void first4(float d0, float d1, float d2, float d3, float[] y, int y0, int yStep) {
        float even = Math.fma(-B * B, d1, d3);
        float odd = Math.fma(-B * B, d0, d2);
        y[y0] = Math.fma(A, odd, even);
        y[y0 + yStep] = Math.fma(-A, odd, even);
        even = Math.fma(-A * A, d1, d3);
        odd = Math.fma(-A * A, d0, d2);
        y[y0 + 2 * yStep] = Math.fma(B, odd, even);
        y[y0 + 3 * yStep] = Math.fma(-B, odd, even);
    }

    /** The value at the one point besides A, -A, B and -B, of every other input. */
    static float last4(float d0, float d2, float d4) {
        return Math.fma(A * A * B * B, d0, Math.fma(-(A * A + B * B), d2, d4));
    }

    /** From what belongs to A, -A, B, -B and infinity. */
    private static void output4(float[] m, int m0, int mStep, float[] y, int y0, int yStep) {
        float a = m[m0];
        float minusA = m[m0 + mStep];
        float b = m[m0 + 2 * mStep];
        float minusB = m[m0 + 3 * mStep];
        float sumA = a + minusA;
        float sumB = b + minusB;
        float differenceA = a - minusA;
        float differenceB = b - minusB;
        y[y0] = sumA + sumB;
        y[y0 + yStep] = Math.fma(B, differenceB, differenceA * A);
        y[y0 + 2 * yStep] = Math.fma(B * B, sumB, sumA * (A * A));
        y[y0 + 3 * yStep] = Math.fma(B * B * B, differenceB, Math.fma(A * A * A, differenceA, m[m0 + 4 * mStep]));
    }

    private static void input2(float[] x, int x0, int xStep, float[] y, int y0, int yStep) {
        float d0 = x[x0];
        float d1 = x[x0 + xStep];
        float d2 = x[x0 + 2 * xStep];
        float d3 = x[x0 + 3 * xStep];
        y[y0] = d2 - d0;
        y[y0 + yStep] = d2 + d1;
        y[y0 + 2 * yStep] = d2 - d1;
        y[y0 + 3 * yStep] = d3 - d1;
    }

    private static void output2(float[] m, int m0, int mStep, float[] y, int y0, int yStep) {
        float m1 = m[m0 + mStep];
        float m2 = m[m0 + 2 * mStep];
        y[y0] = m[m0] + (m1 + m2);
        y[y0 + yStep] = m[m0 + 3 * mStep] + (m1 - m2);
    }
}
