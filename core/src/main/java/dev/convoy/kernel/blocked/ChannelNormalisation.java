package dev.convoy.kernel.blocked;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Normalisation;

/** Normalisation of every pixel over its channels, as torchvision's {@code LayerNorm2d}. Immutable. */
public final class ChannelNormalisation implements BlockedFilter {

    private static final int BLOCK = Kernel.BLOCK;

    /** So many floats, all blocks of some pixels, stay in the L2 cache between the passes. */
    private static final int STRETCH = 16384;

    private final Grid grid;
    private final double eps;
    private final float[] weight;
    private final float[] bias;
    private final int stretch;

    /**
     * Of these parameters, which are not copied.
     *
     * @param weight {@code [channels]}, or null for ones
     * @param bias {@code [channels]}, or null for zeros
     */
    public ChannelNormalisation(Grid grid, double eps, float[] weight, float[] bias) {
        this.grid = grid;
        this.eps = eps;
        this.weight = weight;
        this.bias = bias;
        this.stretch = Math.max(1, Math.min(grid.pixels(), STRETCH / (grid.blocks() * BLOCK)));
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
    public long scratch(int images) {
        return (long) grid.blocks() * stretch * BLOCK;
    }

    @Override
    public long packedFloats() {
        return 0;
    }

    @Override
    public void apply(
            Kernel kernel, int images, Images x, Images residual, ElementFunction function, Images y, float[] scratch) {
        int step = grid.blockStep();
        for (int image = 0; image < images; image++) {
            for (int pixel = 0; pixel < grid.pixels(); pixel += stretch) {
                int pixels = Math.min(stretch, grid.pixels() - pixel);
                int place = pixel * BLOCK;
                if (residual != null) {
                    normalise(x.array(), x.at(image) + place, scratch, 0, pixels * BLOCK, pixels);
                } else {
                    normalise(x.array(), x.at(image) + place, y.array(), y.at(image) + place, step, pixels);
                }
                for (int block = 0; block < grid.blocks(); block++) {
                    int length = pixels * BLOCK;
                    int at = place + block * step;
                    int to = y.at(image) + at;
                    if (residual != null) {
                        kernel.elements()
                                .add(
                                        function,
                                        scratch,
                                        block * length,
                                        residual.array(),
                                        residual.at(image) + at,
                                        y.array(),
                                        to,
                                        length);
                    } else if (!function.equals(ElementFunction.IDENTITY)) {
                        kernel.elements().apply(function, y.array(), to, y.array(), to, length);
                    }
                }
            }
        }
    }

    private void normalise(float[] x, int xOffset, float[] y, int yOffset, int yStep, int pixels) {
        int step = grid.blockStep();
        Normalisation.blocks(x, xOffset, step, grid.channels(), pixels, eps, weight, bias, y, yOffset, yStep);
    }
}
