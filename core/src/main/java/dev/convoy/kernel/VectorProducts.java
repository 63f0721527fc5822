package dev.convoy.kernel;

import static dev.convoy.kernel.Kernel.BLOCK;
import static dev.convoy.kernel.VectorTiles.LANES;

/** Products on the register tiles of {@link VectorTiles}: pixels in tiles of nearly equal size, channels in vectors. */
final class VectorProducts implements Products {

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
        int wStep = panel * BLOCK;
        int vectors = Math.min(wStep / LANES, 2);
        int end = firstOffset + blocks;
        for (int channel = 0; channel < wStep; channel += vectors * LANES) {
            int y0 = yOffset + channel / BLOCK * yStep + channel % BLOCK;
            int next = LANES == BLOCK ? yStep : LANES;
            for (int tiles = tiles(pixels), p = 0; tiles > 0; tiles--) {
                int size = (pixels - p) / tiles;
                VectorTiles.blocks(
                        size,
                        vectors,
                        x,
                        xOffset + p * BLOCK,
                        offsets,
                        firstOffset,
                        end,
                        w,
                        wOffset + channel,
                        wStep,
                        bias,
                        biasOffset + channel,
                        y,
                        y0 + p * BLOCK,
                        next);
                p += size;
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
        int wStep = panel * BLOCK;
        int vectors = Math.min(wStep / LANES, 2);
        for (int channel = 0; channel < wStep; channel += vectors * LANES) {
            int y0 = yOffset + channel / BLOCK * yStep + channel % BLOCK;
            int next = LANES == BLOCK ? yStep : LANES;
            for (int tiles = tiles(pixels), p = 0; tiles > 0; tiles--) {
                int size = (pixels - p) / tiles;
                VectorTiles.planes(
                        size,
                        vectors,
                        x,
                        xOffset + p,
                        offsets,
                        0,
                        depth,
                        w,
                        wOffset + channel,
                        wStep,
                        bias,
                        biasOffset + channel,
                        y,
                        y0 + p * BLOCK,
                        next);
                p += size;
            }
        }
    }

    /** As few as can be; the sizes then differ by one at most. */
    private static int tiles(int pixels) {
        return (pixels + VectorTiles.PIXELS - 1) / VectorTiles.PIXELS;
    }
}
