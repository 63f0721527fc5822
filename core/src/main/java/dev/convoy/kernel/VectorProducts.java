package dev.convoy.kernel;

import static dev.convoy.kernel.Kernel.BLOCK;
import static dev.convoy.kernel.VectorTiles.LANES;

/** Products on the register tiles of {@link VectorTiles}: pixels in tiles of nearly equal size, channels in vectors. */
final class VectorProducts implements Products {

    /** The tile of so many pixels and vectors: {@link VectorTiles#blocks} or {@link VectorTiles#planes}. */
    private interface Tile {
        void add(
                int pixels,
                int vectors,
                float[] x,
                int x0,
                int[] offsets,
                int from,
                int to,
                float[] w,
                int w0,
                int wStep,
                float[] bias,
                int b0,
                float[] y,
                int y0,
                int yStep);
    }

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
        products(
                VectorTiles::blocks,
                BLOCK,
                x,
                xOffset,
                offsets,
                firstOffset,
                firstOffset + blocks,
                w,
                wOffset,
                bias,
                biasOffset,
                y,
                yOffset,
                yStep,
                panel,
                pixels);
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
        products(
                VectorTiles::planes,
                1,
                x,
                xOffset,
                offsets,
                0,
                depth,
                w,
                wOffset,
                bias,
                biasOffset,
                y,
                yOffset,
                yStep,
                panel,
                pixels);
    }

    /** One tile after the other; {@code xStep} from a pixel to the next one. */
    private static void products(
            Tile tile,
            int xStep,
            float[] x,
            int xOffset,
            int[] offsets,
            int from,
            int to,
            float[] w,
            int wOffset,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStep,
            int panel,
            int pixels) {
        int wStep = panel * BLOCK;
        int vectors = Math.min(wStep / LANES, 2);
        int next = LANES == BLOCK ? yStep : LANES;
        for (int channel = 0; channel < wStep; channel += vectors * LANES) {
            int x0 = xOffset;
            int w0 = wOffset + channel;
            int b0 = biasOffset + channel;
            int y0 = yOffset + channel / BLOCK * yStep + channel % BLOCK;
            for (int left = pixels, tiles = tiles(pixels); tiles > 0; tiles--) {
                int size = left / tiles;
                tile.add(size, vectors, x, x0, offsets, from, to, w, w0, wStep, bias, b0, y, y0, next);
                left -= size;
                x0 += size * xStep;
                y0 += size * BLOCK;
            }
        }
    }

    /** As few as can be; the sizes then differ by one at most. */
    private static int tiles(int pixels) {
        return (pixels + VectorTiles.PIXELS - 1) / VectorTiles.PIXELS;
    }
}
