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
     * @param scale holds images {@link #scales}
     * @param y may be {@code x}
     */
    public void apply(Kernel kernel, int images, Images x, Images scale, ElementFunction function, Images y) {
        for (int i = 0; i < images * grid.blocks(); i++) {
            int image = i / grid.blocks();
            int block = i % grid.blocks();
            int from = x.at(image) + block * grid.blockStep();
            int channel = scale.at(image) + block * Kernel.BLOCK;
            int to = y.at(image) + block * grid.blockStep();
            kernel.elements()
                    .affine(function, x.array(), from, scale.array(), channel, null, 0, y.array(), to, grid.pixels());
        }
    }
}
