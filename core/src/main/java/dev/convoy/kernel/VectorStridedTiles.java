package dev.convoy.kernel;

import static dev.convoy.kernel.VectorTiles.LANES;
import static dev.convoy.kernel.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The register tiles of {@link VectorKernel#accumulate}: so many pixels by two vectors of output channels, all
 * accumulators in locals. A tile reads its accumulators from {@code y}, adds {@code depth} products to each and writes
 * them back.
 *
 * <p>28 accumulators, two weights and one input fill 31 of AVX-512's 32 registers; the 4-pixel tile fits the 16
 * registers of AVX2. {@code w} advances by {@link Kernel#PANEL} a step, the two vectors are neighbours in {@code w} and
 * {@code y}.
 */
final class VectorStridedTiles {

    private VectorStridedTiles() {}

    static void tile14(float[] x, int x0, int step, int[] offsets, int depth, float[] w, int w0, float[] y, int y0) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, y, y0);
        FloatVector b0 = FloatVector.fromArray(SPECIES, y, y0 + LANES);
        FloatVector a1 = FloatVector.fromArray(SPECIES, y, y0 + 1 * Kernel.PANEL);
        FloatVector b1 = FloatVector.fromArray(SPECIES, y, y0 + 1 * Kernel.PANEL + LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, y, y0 + 2 * Kernel.PANEL);
        FloatVector b2 = FloatVector.fromArray(SPECIES, y, y0 + 2 * Kernel.PANEL + LANES);
        FloatVector a3 = FloatVector.fromArray(SPECIES, y, y0 + 3 * Kernel.PANEL);
        FloatVector b3 = FloatVector.fromArray(SPECIES, y, y0 + 3 * Kernel.PANEL + LANES);
        FloatVector a4 = FloatVector.fromArray(SPECIES, y, y0 + 4 * Kernel.PANEL);
        FloatVector b4 = FloatVector.fromArray(SPECIES, y, y0 + 4 * Kernel.PANEL + LANES);
        FloatVector a5 = FloatVector.fromArray(SPECIES, y, y0 + 5 * Kernel.PANEL);
        FloatVector b5 = FloatVector.fromArray(SPECIES, y, y0 + 5 * Kernel.PANEL + LANES);
        FloatVector a6 = FloatVector.fromArray(SPECIES, y, y0 + 6 * Kernel.PANEL);
        FloatVector b6 = FloatVector.fromArray(SPECIES, y, y0 + 6 * Kernel.PANEL + LANES);
        FloatVector a7 = FloatVector.fromArray(SPECIES, y, y0 + 7 * Kernel.PANEL);
        FloatVector b7 = FloatVector.fromArray(SPECIES, y, y0 + 7 * Kernel.PANEL + LANES);
        FloatVector a8 = FloatVector.fromArray(SPECIES, y, y0 + 8 * Kernel.PANEL);
        FloatVector b8 = FloatVector.fromArray(SPECIES, y, y0 + 8 * Kernel.PANEL + LANES);
        FloatVector a9 = FloatVector.fromArray(SPECIES, y, y0 + 9 * Kernel.PANEL);
        FloatVector b9 = FloatVector.fromArray(SPECIES, y, y0 + 9 * Kernel.PANEL + LANES);
        FloatVector a10 = FloatVector.fromArray(SPECIES, y, y0 + 10 * Kernel.PANEL);
        FloatVector b10 = FloatVector.fromArray(SPECIES, y, y0 + 10 * Kernel.PANEL + LANES);
        FloatVector a11 = FloatVector.fromArray(SPECIES, y, y0 + 11 * Kernel.PANEL);
        FloatVector b11 = FloatVector.fromArray(SPECIES, y, y0 + 11 * Kernel.PANEL + LANES);
        FloatVector a12 = FloatVector.fromArray(SPECIES, y, y0 + 12 * Kernel.PANEL);
        FloatVector b12 = FloatVector.fromArray(SPECIES, y, y0 + 12 * Kernel.PANEL + LANES);
        FloatVector a13 = FloatVector.fromArray(SPECIES, y, y0 + 13 * Kernel.PANEL);
        FloatVector b13 = FloatVector.fromArray(SPECIES, y, y0 + 13 * Kernel.PANEL + LANES);
        for (int k = 0, row = w0; k < depth; k++, row += Kernel.PANEL) {
            FloatVector u = FloatVector.fromArray(SPECIES, w, row);
            FloatVector v = FloatVector.fromArray(SPECIES, w, row + LANES);
            int i = x0 + offsets[k];
            FloatVector t = FloatVector.broadcast(SPECIES, x[i]);
            a0 = t.fma(u, a0);
            b0 = t.fma(v, b0);
            t = FloatVector.broadcast(SPECIES, x[i + step]);
            a1 = t.fma(u, a1);
            b1 = t.fma(v, b1);
            t = FloatVector.broadcast(SPECIES, x[i + 2 * step]);
            a2 = t.fma(u, a2);
            b2 = t.fma(v, b2);
            t = FloatVector.broadcast(SPECIES, x[i + 3 * step]);
            a3 = t.fma(u, a3);
            b3 = t.fma(v, b3);
            t = FloatVector.broadcast(SPECIES, x[i + 4 * step]);
            a4 = t.fma(u, a4);
            b4 = t.fma(v, b4);
            t = FloatVector.broadcast(SPECIES, x[i + 5 * step]);
            a5 = t.fma(u, a5);
            b5 = t.fma(v, b5);
            t = FloatVector.broadcast(SPECIES, x[i + 6 * step]);
            a6 = t.fma(u, a6);
            b6 = t.fma(v, b6);
            t = FloatVector.broadcast(SPECIES, x[i + 7 * step]);
            a7 = t.fma(u, a7);
            b7 = t.fma(v, b7);
            t = FloatVector.broadcast(SPECIES, x[i + 8 * step]);
            a8 = t.fma(u, a8);
            b8 = t.fma(v, b8);
            t = FloatVector.broadcast(SPECIES, x[i + 9 * step]);
            a9 = t.fma(u, a9);
            b9 = t.fma(v, b9);
            t = FloatVector.broadcast(SPECIES, x[i + 10 * step]);
            a10 = t.fma(u, a10);
            b10 = t.fma(v, b10);
            t = FloatVector.broadcast(SPECIES, x[i + 11 * step]);
            a11 = t.fma(u, a11);
            b11 = t.fma(v, b11);
            t = FloatVector.broadcast(SPECIES, x[i + 12 * step]);
            a12 = t.fma(u, a12);
            b12 = t.fma(v, b12);
            t = FloatVector.broadcast(SPECIES, x[i + 13 * step]);
            a13 = t.fma(u, a13);
            b13 = t.fma(v, b13);
        }
        a0.intoArray(y, y0);
        b0.intoArray(y, y0 + LANES);
        a1.intoArray(y, y0 + 1 * Kernel.PANEL);
        b1.intoArray(y, y0 + 1 * Kernel.PANEL + LANES);
        a2.intoArray(y, y0 + 2 * Kernel.PANEL);
        b2.intoArray(y, y0 + 2 * Kernel.PANEL + LANES);
        a3.intoArray(y, y0 + 3 * Kernel.PANEL);
        b3.intoArray(y, y0 + 3 * Kernel.PANEL + LANES);
        a4.intoArray(y, y0 + 4 * Kernel.PANEL);
        b4.intoArray(y, y0 + 4 * Kernel.PANEL + LANES);
        a5.intoArray(y, y0 + 5 * Kernel.PANEL);
        b5.intoArray(y, y0 + 5 * Kernel.PANEL + LANES);
        a6.intoArray(y, y0 + 6 * Kernel.PANEL);
        b6.intoArray(y, y0 + 6 * Kernel.PANEL + LANES);
        a7.intoArray(y, y0 + 7 * Kernel.PANEL);
        b7.intoArray(y, y0 + 7 * Kernel.PANEL + LANES);
        a8.intoArray(y, y0 + 8 * Kernel.PANEL);
        b8.intoArray(y, y0 + 8 * Kernel.PANEL + LANES);
        a9.intoArray(y, y0 + 9 * Kernel.PANEL);
        b9.intoArray(y, y0 + 9 * Kernel.PANEL + LANES);
        a10.intoArray(y, y0 + 10 * Kernel.PANEL);
        b10.intoArray(y, y0 + 10 * Kernel.PANEL + LANES);
        a11.intoArray(y, y0 + 11 * Kernel.PANEL);
        b11.intoArray(y, y0 + 11 * Kernel.PANEL + LANES);
        a12.intoArray(y, y0 + 12 * Kernel.PANEL);
        b12.intoArray(y, y0 + 12 * Kernel.PANEL + LANES);
        a13.intoArray(y, y0 + 13 * Kernel.PANEL);
        b13.intoArray(y, y0 + 13 * Kernel.PANEL + LANES);
    }

    static void tile7(float[] x, int x0, int step, int[] offsets, int depth, float[] w, int w0, float[] y, int y0) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, y, y0);
        FloatVector b0 = FloatVector.fromArray(SPECIES, y, y0 + LANES);
        FloatVector a1 = FloatVector.fromArray(SPECIES, y, y0 + 1 * Kernel.PANEL);
        FloatVector b1 = FloatVector.fromArray(SPECIES, y, y0 + 1 * Kernel.PANEL + LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, y, y0 + 2 * Kernel.PANEL);
        FloatVector b2 = FloatVector.fromArray(SPECIES, y, y0 + 2 * Kernel.PANEL + LANES);
        FloatVector a3 = FloatVector.fromArray(SPECIES, y, y0 + 3 * Kernel.PANEL);
        FloatVector b3 = FloatVector.fromArray(SPECIES, y, y0 + 3 * Kernel.PANEL + LANES);
        FloatVector a4 = FloatVector.fromArray(SPECIES, y, y0 + 4 * Kernel.PANEL);
        FloatVector b4 = FloatVector.fromArray(SPECIES, y, y0 + 4 * Kernel.PANEL + LANES);
        FloatVector a5 = FloatVector.fromArray(SPECIES, y, y0 + 5 * Kernel.PANEL);
        FloatVector b5 = FloatVector.fromArray(SPECIES, y, y0 + 5 * Kernel.PANEL + LANES);
        FloatVector a6 = FloatVector.fromArray(SPECIES, y, y0 + 6 * Kernel.PANEL);
        FloatVector b6 = FloatVector.fromArray(SPECIES, y, y0 + 6 * Kernel.PANEL + LANES);
        for (int k = 0, row = w0; k < depth; k++, row += Kernel.PANEL) {
            FloatVector u = FloatVector.fromArray(SPECIES, w, row);
            FloatVector v = FloatVector.fromArray(SPECIES, w, row + LANES);
            int i = x0 + offsets[k];
            FloatVector t = FloatVector.broadcast(SPECIES, x[i]);
            a0 = t.fma(u, a0);
            b0 = t.fma(v, b0);
            t = FloatVector.broadcast(SPECIES, x[i + step]);
            a1 = t.fma(u, a1);
            b1 = t.fma(v, b1);
            t = FloatVector.broadcast(SPECIES, x[i + 2 * step]);
            a2 = t.fma(u, a2);
            b2 = t.fma(v, b2);
            t = FloatVector.broadcast(SPECIES, x[i + 3 * step]);
            a3 = t.fma(u, a3);
            b3 = t.fma(v, b3);
            t = FloatVector.broadcast(SPECIES, x[i + 4 * step]);
            a4 = t.fma(u, a4);
            b4 = t.fma(v, b4);
            t = FloatVector.broadcast(SPECIES, x[i + 5 * step]);
            a5 = t.fma(u, a5);
            b5 = t.fma(v, b5);
            t = FloatVector.broadcast(SPECIES, x[i + 6 * step]);
            a6 = t.fma(u, a6);
            b6 = t.fma(v, b6);
        }
        a0.intoArray(y, y0);
        b0.intoArray(y, y0 + LANES);
        a1.intoArray(y, y0 + 1 * Kernel.PANEL);
        b1.intoArray(y, y0 + 1 * Kernel.PANEL + LANES);
        a2.intoArray(y, y0 + 2 * Kernel.PANEL);
        b2.intoArray(y, y0 + 2 * Kernel.PANEL + LANES);
        a3.intoArray(y, y0 + 3 * Kernel.PANEL);
        b3.intoArray(y, y0 + 3 * Kernel.PANEL + LANES);
        a4.intoArray(y, y0 + 4 * Kernel.PANEL);
        b4.intoArray(y, y0 + 4 * Kernel.PANEL + LANES);
        a5.intoArray(y, y0 + 5 * Kernel.PANEL);
        b5.intoArray(y, y0 + 5 * Kernel.PANEL + LANES);
        a6.intoArray(y, y0 + 6 * Kernel.PANEL);
        b6.intoArray(y, y0 + 6 * Kernel.PANEL + LANES);
    }

    static void tile4(float[] x, int x0, int step, int[] offsets, int depth, float[] w, int w0, float[] y, int y0) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, y, y0);
        FloatVector b0 = FloatVector.fromArray(SPECIES, y, y0 + LANES);
        FloatVector a1 = FloatVector.fromArray(SPECIES, y, y0 + 1 * Kernel.PANEL);
        FloatVector b1 = FloatVector.fromArray(SPECIES, y, y0 + 1 * Kernel.PANEL + LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, y, y0 + 2 * Kernel.PANEL);
        FloatVector b2 = FloatVector.fromArray(SPECIES, y, y0 + 2 * Kernel.PANEL + LANES);
        FloatVector a3 = FloatVector.fromArray(SPECIES, y, y0 + 3 * Kernel.PANEL);
        FloatVector b3 = FloatVector.fromArray(SPECIES, y, y0 + 3 * Kernel.PANEL + LANES);
        for (int k = 0, row = w0; k < depth; k++, row += Kernel.PANEL) {
            FloatVector u = FloatVector.fromArray(SPECIES, w, row);
            FloatVector v = FloatVector.fromArray(SPECIES, w, row + LANES);
            int i = x0 + offsets[k];
            FloatVector t = FloatVector.broadcast(SPECIES, x[i]);
            a0 = t.fma(u, a0);
            b0 = t.fma(v, b0);
            t = FloatVector.broadcast(SPECIES, x[i + step]);
            a1 = t.fma(u, a1);
            b1 = t.fma(v, b1);
            t = FloatVector.broadcast(SPECIES, x[i + 2 * step]);
            a2 = t.fma(u, a2);
            b2 = t.fma(v, b2);
            t = FloatVector.broadcast(SPECIES, x[i + 3 * step]);
            a3 = t.fma(u, a3);
            b3 = t.fma(v, b3);
        }
        a0.intoArray(y, y0);
        b0.intoArray(y, y0 + LANES);
        a1.intoArray(y, y0 + 1 * Kernel.PANEL);
        b1.intoArray(y, y0 + 1 * Kernel.PANEL + LANES);
        a2.intoArray(y, y0 + 2 * Kernel.PANEL);
        b2.intoArray(y, y0 + 2 * Kernel.PANEL + LANES);
        a3.intoArray(y, y0 + 3 * Kernel.PANEL);
        b3.intoArray(y, y0 + 3 * Kernel.PANEL + LANES);
    }

    static void tile2(float[] x, int x0, int step, int[] offsets, int depth, float[] w, int w0, float[] y, int y0) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, y, y0);
        FloatVector b0 = FloatVector.fromArray(SPECIES, y, y0 + LANES);
        FloatVector a1 = FloatVector.fromArray(SPECIES, y, y0 + 1 * Kernel.PANEL);
        FloatVector b1 = FloatVector.fromArray(SPECIES, y, y0 + 1 * Kernel.PANEL + LANES);
        for (int k = 0, row = w0; k < depth; k++, row += Kernel.PANEL) {
            FloatVector u = FloatVector.fromArray(SPECIES, w, row);
            FloatVector v = FloatVector.fromArray(SPECIES, w, row + LANES);
            int i = x0 + offsets[k];
            FloatVector t = FloatVector.broadcast(SPECIES, x[i]);
            a0 = t.fma(u, a0);
            b0 = t.fma(v, b0);
            t = FloatVector.broadcast(SPECIES, x[i + step]);
            a1 = t.fma(u, a1);
            b1 = t.fma(v, b1);
        }
        a0.intoArray(y, y0);
        b0.intoArray(y, y0 + LANES);
        a1.intoArray(y, y0 + 1 * Kernel.PANEL);
        b1.intoArray(y, y0 + 1 * Kernel.PANEL + LANES);
    }

    static void tile1(float[] x, int x0, int step, int[] offsets, int depth, float[] w, int w0, float[] y, int y0) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, y, y0);
        FloatVector b0 = FloatVector.fromArray(SPECIES, y, y0 + LANES);
        for (int k = 0, row = w0; k < depth; k++, row += Kernel.PANEL) {
            FloatVector u = FloatVector.fromArray(SPECIES, w, row);
            FloatVector v = FloatVector.fromArray(SPECIES, w, row + LANES);
            int i = x0 + offsets[k];
            FloatVector t = FloatVector.broadcast(SPECIES, x[i]);
            a0 = t.fma(u, a0);
            b0 = t.fma(v, b0);
        }
        a0.intoArray(y, y0);
        b0.intoArray(y, y0 + LANES);
    }
}
