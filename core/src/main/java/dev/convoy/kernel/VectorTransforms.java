package dev.convoy.kernel;

import static dev.convoy.kernel.Kernel.BLOCK;
import static dev.convoy.kernel.VectorTiles.LANES;
import static dev.convoy.kernel.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Winograd's transforms, the lanes of a vector being channels; {@link ScalarTransforms} line by line. */
final class VectorTransforms implements Transforms {

    @Override
    public void columns(int tile, float[] x, int xOffset, int xStep, int columns, float[] strip, int stripOffset) {
        if (tile == 4) {
            for (int j = 0; j < columns; j++) {
                for (int c = 0; c < BLOCK; c += LANES) {
                    input4(x, xOffset + j * BLOCK + c, xStep, strip, stripOffset + j * 6 * BLOCK + c, BLOCK);
                }
            }
        } else {
            for (int j = 0; j < columns; j++) {
                for (int c = 0; c < BLOCK; c += LANES) {
                    input2(x, xOffset + j * BLOCK + c, xStep, strip, stripOffset + j * 4 * BLOCK + c, BLOCK);
                }
            }
        }
    }

    @Override
    public void rows(int tile, float[] strip, int stripOffset, int tiles, float[] v, int vOffset, int vStep) {
        if (tile == 4) {
            for (int i = 0; i < 6; i++) {
                int from = stripOffset + i * BLOCK;
                int to = vOffset + i * 6 * vStep;
                for (int at = 0; at < tiles * BLOCK; at += LANES) {
                    int lane = at % BLOCK;
                    input4(strip, from + (at - lane) * 4 * 6 + lane, 6 * BLOCK, v, to + at, vStep);
                }
            }
        } else {
            for (int i = 0; i < 4; i++) {
                int from = stripOffset + i * BLOCK;
                int to = vOffset + i * 4 * vStep;
                for (int at = 0; at < tiles * BLOCK; at += LANES) {
                    int lane = at % BLOCK;
                    input2(strip, from + (at - lane) * 2 * 4 + lane, 4 * BLOCK, v, to + at, vStep);
                }
            }
        }
    }

    @Override
    public void outputs(
            int tile,
            float[] m,
            int mOffset,
            int mStep,
            int tiles,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStep,
            float[] scratch,
            int scratchOffset) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int c = 0; c < BLOCK; c += LANES) {
            FloatVector shift = FloatVector.fromArray(SPECIES, bias, biasOffset + c);
            for (int t = 0; t < tiles; t++) {
                int from = mOffset + t * BLOCK + c;
                int to = yOffset + t * tile * BLOCK + c;
                if (tile == 4) {
                    for (int j = 0; j < 6; j++) {
                        output4(m, from + j * mStep, 6 * mStep, zero, scratch, scratchOffset + j * BLOCK, 6 * BLOCK);
                    }
                    for (int i = 0; i < 4; i++) {
                        output4(scratch, scratchOffset + i * 6 * BLOCK, BLOCK, shift, y, to + i * yStep, BLOCK);
                    }
                } else {
                    for (int j = 0; j < 4; j++) {
                        output2(m, from + j * mStep, 4 * mStep, zero, scratch, scratchOffset + j * BLOCK, 4 * BLOCK);
                    }
                    for (int i = 0; i < 2; i++) {
                        output2(scratch, scratchOffset + i * 4 * BLOCK, BLOCK, shift, y, to + i * yStep, BLOCK);
                    }
                }
            }
        }
    }

    private static void input4(float[] x, int x0, int xStep, float[] y, int y0, int yStep) {
        FloatVector d0 = FloatVector.fromArray(SPECIES, x, x0);
        FloatVector d1 = FloatVector.fromArray(SPECIES, x, x0 + xStep);
        FloatVector d2 = FloatVector.fromArray(SPECIES, x, x0 + 2 * xStep);
        FloatVector d3 = FloatVector.fromArray(SPECIES, x, x0 + 3 * xStep);
        FloatVector d4 = FloatVector.fromArray(SPECIES, x, x0 + 4 * xStep);
        FloatVector d5 = FloatVector.fromArray(SPECIES, x, x0 + 5 * xStep);
        fma(A * A * B * B, d0, fma(-(A * A + B * B), d2, d4)).intoArray(y, y0);
        FloatVector even = fma(-B * B, d2, d4);
        FloatVector odd = fma(-B * B, d1, d3);
        fma(A, odd, even).intoArray(y, y0 + yStep);
        fma(-A, odd, even).intoArray(y, y0 + 2 * yStep);
        even = fma(-A * A, d2, d4);
        odd = fma(-A * A, d1, d3);
        fma(B, odd, even).intoArray(y, y0 + 3 * yStep);
        fma(-B, odd, even).intoArray(y, y0 + 4 * yStep);
        fma(A * A * B * B, d1, fma(-(A * A + B * B), d3, d5)).intoArray(y, y0 + 5 * yStep);
    }

    private static void output4(
            float[] m, int m0, int mStep, FloatVector shift, float[] y, int y0, int yStep) {
        FloatVector m1 = FloatVector.fromArray(SPECIES, m, m0 + mStep);
        FloatVector m2 = FloatVector.fromArray(SPECIES, m, m0 + 2 * mStep);
        FloatVector m3 = FloatVector.fromArray(SPECIES, m, m0 + 3 * mStep);
        FloatVector m4 = FloatVector.fromArray(SPECIES, m, m0 + 4 * mStep);
        FloatVector sumA = m1.add(m2);
        FloatVector sumB = m3.add(m4);
        FloatVector first = FloatVector.fromArray(SPECIES, m, m0);
        first.add(sumA).add(sumB).add(shift).intoArray(y, y0);
        fma(B * B, sumB, fma(A * A, sumA, shift)).intoArray(y, y0 + 2 * yStep);
        FloatVector differenceA = m1.sub(m2);
        FloatVector differenceB = m3.sub(m4);
        FloatVector last = FloatVector.fromArray(SPECIES, m, m0 + 5 * mStep);
        fma(B, differenceB, fma(A, differenceA, shift)).intoArray(y, y0 + yStep);
        fma(B * B * B, differenceB, fma(A * A * A, differenceA, last)).add(shift).intoArray(y, y0 + 3 * yStep);
    }

    private static void input2(float[] x, int x0, int xStep, float[] y, int y0, int yStep) {
        FloatVector d0 = FloatVector.fromArray(SPECIES, x, x0);
        FloatVector d1 = FloatVector.fromArray(SPECIES, x, x0 + xStep);
        FloatVector d2 = FloatVector.fromArray(SPECIES, x, x0 + 2 * xStep);
        FloatVector d3 = FloatVector.fromArray(SPECIES, x, x0 + 3 * xStep);
        d2.sub(d0).intoArray(y, y0);
        d2.add(d1).intoArray(y, y0 + yStep);
        d2.sub(d1).intoArray(y, y0 + 2 * yStep);
        d3.sub(d1).intoArray(y, y0 + 3 * yStep);
    }

    private static void output2(
            float[] m, int m0, int mStep, FloatVector shift, float[] y, int y0, int yStep) {
        FloatVector first = FloatVector.fromArray(SPECIES, m, m0);
        FloatVector m1 = FloatVector.fromArray(SPECIES, m, m0 + mStep);
        FloatVector m2 = FloatVector.fromArray(SPECIES, m, m0 + 2 * mStep);
        FloatVector last = FloatVector.fromArray(SPECIES, m, m0 + 3 * mStep);
        first.add(m1.add(m2)).add(shift).intoArray(y, y0);
        last.add(m1.sub(m2)).add(shift).intoArray(y, y0 + yStep);
    }

    private static FloatVector fma(float factor, FloatVector x, FloatVector sum) {
        return FloatVector.broadcast(SPECIES, factor).fma(x, sum);
    }
}
