package dev.convoy.kernel.blocked;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernel;
import java.util.Arrays;

/** {@code x * scale + shift} with the numbers of each channel, one fused multiply-add: a batch normalisation. */
public final class ChannelAffine extends BandedFilter {

    private final float[] scale;
    private final float[] shift;

    /**
     * Packs the numbers.
     *
     * @param scale {@code [channels]}
     * @param shift {@code [channels]} or null for a product alone, rounded once
     */
    public ChannelAffine(Grid grid, float[] scale, float[] shift) {
        super(grid, grid);
        this.scale = Arrays.copyOf(scale, grid.blocks() * Kernel.BLOCK);
        this.shift = shift == null ? null : Arrays.copyOf(shift, grid.blocks() * Kernel.BLOCK);
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
        int channel = block * Kernel.BLOCK;
        int begin = xOffset + from * line * Kernel.BLOCK;
        ElementFunction none = ElementFunction.IDENTITY;
        kernel.elements().affine(none, x, begin, scale, channel, shift, channel, y, yOffset, (to - from) * line);
    }
}
