package dev.convoy.kernel.blocked;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernel;

/**
 * A product with a weight matrix: of all elements of an image, in torch's order channel, row, column, to as many
 * channels as there are output features.
 *
 * <p>An output is its bias, then the products in the order input block, pixel, channel of the block. The images of a
 * batch share the reading of the weights.
 */
public final class BlockedLinear implements BlockedFilter {

    /** Images that share a reading of the weights. */
    private static final int UNIT = 56;

    /** The steps of 16 products whose weights stay in the L1 cache: 24 KB of them. */
    private static final int CACHED_STEPS = 12;

    private final Grid input;
    private final Grid output;
    private final Panels panels;

    /**
     * A product with these weights.
     *
     * @param weights {@code [outFeatures, channels * height * width]}
     */
    public BlockedLinear(Grid input, int outFeatures, FilterWeights weights) {
        this.input = input;
        this.output = new Grid(outFeatures, 1, 1);
        this.panels = new Panels(
                new ConvolutionShape(input, outFeatures, 1, input.height(), input.width(), 1, 1, 1, 1, 0, 0, 0, 0),
                weights,
                "linear of " + input.pixels());
    }

    @Override
    public String algorithm() {
        return "linear";
    }

    @Override
    public Grid input() {
        return input;
    }

    @Override
    public Grid output() {
        return output;
    }

    @Override
    public long scratch(int images) {
        return Math.min(images, UNIT) * ((long) input.elements() + output.elements());
    }

    @Override
    public long packedFloats() {
        return panels.floats();
    }

    @Override
    public void apply(
            Kernel kernel, int images, Images x, Images residual, ElementFunction function, Images y, float[] scratch) {
        int steps = input.elements() / Kernel.BLOCK;
        for (int image = 0; image < images; image += UNIT) {
            int count = Math.min(UNIT, images - image);
            int sums = count * input.elements();
            for (int i = 0; i < count; i++) {
                int from = x.at(image + i);
                for (int step = 0; step < steps; step++) {
                    int to = (step * count + i) * Kernel.BLOCK;
                    System.arraycopy(x.array(), from + step * Kernel.BLOCK, scratch, to, Kernel.BLOCK);
                }
            }
            sums(kernel, count, steps, scratch, sums);
            for (int i = 0; i < count; i++) {
                for (int block = 0; block < output.blocks(); block++) {
                    int from = sums + (block * count + i) * Kernel.BLOCK;
                    int to = y.at(image + i) + block * Kernel.BLOCK;
                    if (residual == null) {
                        kernel.elements().apply(function, scratch, from, y.array(), to, Kernel.BLOCK);
                    } else {
                        int other = residual.at(image + i) + block * Kernel.BLOCK;
                        kernel.elements()
                                .add(function, scratch, from, residual.array(), other, y.array(), to, Kernel.BLOCK);
                    }
                }
            }
        }
    }

    /** From {@code [steps][images][16]} to {@code [blocks of outputs][images][16]}, in the same array. */
    private void sums(Kernel kernel, int images, int steps, float[] scratch, int sums) {
        int[] offsets = new int[steps];
        for (int i = 0; i < steps; i++) {
            offsets[i] = i * images * Kernel.BLOCK;
        }
        Packing weights = panels.weights();
        for (int p = 0; p < panels.count(); p++) {
            Panels.Panel panel = panels.get(p);
            for (int step = 0; step < steps; step += CACHED_STEPS) {
                kernel.products()
                        .blocks(
                                scratch,
                                0,
                                offsets,
                                step,
                                Math.min(CACHED_STEPS, steps - step),
                                weights.array(),
                                weights.offset() + panel.offset(step),
                                step == 0 ? panels.bias() : null,
                                panel.firstBlock() * Kernel.BLOCK,
                                scratch,
                                sums + panel.firstBlock() * images * Kernel.BLOCK,
                                images * Kernel.BLOCK,
                                panel.blocks(),
                                images);
            }
        }
    }
}
