package dev.convoy.kernel.blocked;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernel;
import java.util.Arrays;

/** Normalisation of every pixel over its channels, as torchvision's {@code LayerNorm2d}. Immutable. */
public final class ChannelNormalisation implements BlockedFilter {

    private static final int BLOCK = Kernel.BLOCK;

    /** So many floats, all blocks of some pixels, stay in the L2 cache between the passes. */
    private static final int STRETCH = 16384;

    private final Grid grid;
    private final double eps;
    private final float[] lanes = new float[BLOCK];
    private final float[] weight;
    private final float[] bias;
    private final int stretch;

    /**
     * Packs the parameters.
     *
     * @param weight {@code [channels]}, or null for ones
     * @param bias {@code [channels]}, or null for zeros
     */
    public ChannelNormalisation(Grid grid, double eps, float[] weight, float[] bias) {
        int length = grid.blocks() * BLOCK;
        this.grid = grid;
        this.eps = eps;
        Arrays.fill(lanes, 0, (grid.channels() - 1) % BLOCK + 1, 1f);
        this.weight = weight == null ? new float[length] : Arrays.copyOf(weight, length);
        this.bias = bias == null ? new float[length] : Arrays.copyOf(bias, length);
        if (weight == null) {
            Arrays.fill(this.weight, 0, grid.channels(), 1f);
        }
        this.stretch = Math.max(1, Math.min(grid.pixels(), STRETCH / length));
    }

    @Override
    public String algorithm() {
        return "channel normalisation";
    }

    @Override
    public Grid input() {
        return grid;
    }

    @Override
    public Grid output() {
        return grid;
    }

    @Override
    public int scratch(int images) {
        return grid.blocks() * stretch * BLOCK;
    }

    @Override
    public long packedFloats() {
        return (long) lanes.length + weight.length + bias.length;
    }

    @Override
    public void apply(
            Kernel kernel,
            int images,
            float[] x,
            int xOffset,
            float[] residual,
            int residualOffset,
            ElementFunction function,
            float[] y,
            int yOffset,
            float[] scratch) {
        int step = grid.blockStep();
        for (int image = 0; image < images; image++) {
            for (int pixel = 0; pixel < grid.pixels(); pixel += stretch) {
                int pixels = Math.min(stretch, grid.pixels() - pixel);
                int place = image * grid.elements() + pixel * BLOCK;
                if (residual != null) {
                    normalise(kernel, x, xOffset + place, scratch, 0, pixels * BLOCK, pixels);
                } else {
                    normalise(kernel, x, xOffset + place, y, yOffset + place, step, pixels);
                }
                for (int block = 0; block < grid.blocks(); block++) {
                    int length = pixels * BLOCK;
                    int at = place + block * step;
                    int to = yOffset + at;
                    if (residual != null) {
                        kernel.elements()
                                .add(function, scratch, block * length, residual, residualOffset + at, y, to, length);
                    } else if (!function.equals(ElementFunction.IDENTITY)) {
                        kernel.elements().apply(function, y, to, y, to, length);
                    }
                }
            }
        }
    }

    private void normalise(Kernel kernel, float[] x, int xOffset, float[] y, int yOffset, int yStep, int pixels) {
        kernel.channelNorms()
                .normalise(
                        x,
                        xOffset,
                        grid.blockStep(),
                        grid.channels(),
                        lanes,
                        eps,
                        weight,
                        bias,
                        y,
                        yOffset,
                        yStep,
                        pixels);
    }
}
