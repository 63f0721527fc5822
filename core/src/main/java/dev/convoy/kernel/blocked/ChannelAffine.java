package dev.convoy.kernel.blocked;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernel;

/** {@code x * scale + shift} with the numbers of each channel, one fused multiply-add: a batch normalisation. */
public final class ChannelAffine extends BandedFilter {

    private final float[] scale;
    private final float[] shift;

    /**
     * An affine function of these numbers.
     *
     * @param numbers the scale {@code [channels]} as the weight and the shift {@code [channels]} as the bias; without
     *     one a product alone, rounded once
     */
    public ChannelAffine(Grid grid, FilterWeights numbers) {
        super(grid, grid);
        this.scale = numbers.channels(grid.blocks());
        this.shift = numbers.hasBias() ? numbers.bias(grid.blocks()) : null;
    }

    @Override
    public String algorithm() {
        return "channel affine";
    }

    @Override
    public long packedFloats() {
        return scale.length + (shift == null ? 0L : shift.length);
    }

    @Override
    void rows(Kernel kernel, int block, float[] x, int xOffset, int from, int to, float[] y, int yOffset) {
        int line = input().width();
        int begin = xOffset + from * line * Kernel.BLOCK;
        pixels(kernel, ElementFunction.IDENTITY, block, x, begin, y, yOffset, (to - from) * line);
    }

    /** Computes neighbouring pixels of a block, and a function of them. */
    void pixels(
            Kernel kernel,
            ElementFunction function,
            int block,
            float[] x,
            int xOffset,
            float[] y,
            int yOffset,
            int pixels) {
        int channel = block * Kernel.BLOCK;
        kernel.elements().affine(function, x, xOffset, scale, channel, shift, channel, y, yOffset, pixels);
    }
}
