package dev.convoy.kernel.blocked;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernel;

/**
 * Every channel of every image times a number of its own, as squeeze-and-excitation does with images of one pixel, and
 * the function of the products. Immutable.
 *
 * @param grid what the images are
 */
public record ChannelScaling(Grid grid) {

    /** What an image of scales is. */
    public Grid scales() {
        return new Grid(grid.channels(), 1, 1);
    }

    /**
     * {@code y = function(x * scale)}.
     *
     * @param scale holds the images {@link #scales} from {@code scaleOffset} on
     * @param y may be {@code x} at the same offset
     */
    public void apply(
            Kernel kernel,
            int images,
            float[] x,
            int xOffset,
            float[] scale,
            int scaleOffset,
            ElementFunction function,
            float[] y,
            int yOffset) {
        int step = grid.blockStep();
        for (int block = 0; block < images * grid.blocks(); block++) {
            int channel = scaleOffset + block * Kernel.BLOCK;
            int place = block * step;
            kernel.elements()
                    .affine(function, x, xOffset + place, scale, channel, null, 0, y, yOffset + place, grid.pixels());
        }
    }
}
