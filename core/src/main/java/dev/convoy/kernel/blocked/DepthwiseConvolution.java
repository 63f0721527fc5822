package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;

/**
 * A convolution that filters every channel by itself: as many groups and output channels as input channels. An output
 * is its bias, then the products in the order kernel row, kernel column, without those of the padding.
 */
public final class DepthwiseConvolution extends WindowFilter {

    /** What the convolutions of {@code torch.nn} call by these names, the padding on each side by itself. */
    public record Geometry(
            int kernelHeight,
            int kernelWidth,
            int strideHeight,
            int strideWidth,
            int dilationHeight,
            int dilationWidth,
            int top,
            int left,
            int bottom,
            int right) {

        int outputHeight(int height) {
            return (height + top + bottom - dilationHeight * (kernelHeight - 1) - 1) / strideHeight + 1;
        }

        int outputWidth(int width) {
            return (width + left + right - dilationWidth * (kernelWidth - 1) - 1) / strideWidth + 1;
        }
    }

    private final int kernelWidth;
    private final int taps;
    private final float[] weight;
    private final float[] bias;

    /**
     * Packs the weights.
     *
     * @param weight {@code [channels, 1, kernelHeight, kernelWidth]}
     * @param bias {@code [channels]} or null
     */
    public DepthwiseConvolution(Grid input, Geometry geometry, float[] weight, float[] bias) {
        super(
                input,
                Taps.convolution(
                        input.height(),
                        geometry.outputHeight(input.height()),
                        geometry.kernelHeight(),
                        geometry.strideHeight(),
                        geometry.top(),
                        geometry.dilationHeight()),
                Taps.convolution(
                        input.width(),
                        geometry.outputWidth(input.width()),
                        geometry.kernelWidth(),
                        geometry.strideWidth(),
                        geometry.left(),
                        geometry.dilationWidth()));
        this.kernelWidth = geometry.kernelWidth();
        this.taps = geometry.kernelHeight() * kernelWidth;
        this.weight = packed(weight, input, taps);
        this.bias = bias == null ? new float[input.blocks() * Kernel.BLOCK] : packed(bias, input, 1);
    }

    /** {@code [blocks, taps, 16]} from {@code [channels, taps]}. */
    private static float[] packed(float[] x, Grid grid, int taps) {
        float[] y = new float[grid.blocks() * taps * Kernel.BLOCK];
        for (int channel = 0; channel < grid.channels(); channel++) {
            int to = channel / Kernel.BLOCK * taps * Kernel.BLOCK + channel % Kernel.BLOCK;
            for (int tap = 0; tap < taps; tap++) {
                y[to + tap * Kernel.BLOCK] = x[channel * taps + tap];
            }
        }
        return y;
    }

    @Override
    public String algorithm() {
        return "depthwise";
    }

    @Override
    public long packedFloats() {
        return (long) weight.length + bias.length;
    }

    @Override
    void part(Kernel kernel, int block, Part part, float[] x, int xOffset, float[] y, int yOffset) {
        int tap = rows().skipped()[part.row()] * kernelWidth + columns().skipped()[part.column()];
        kernel.windows()
                .depthwise(
                        part.area(),
                        x,
                        xOffset,
                        weight,
                        (block * taps + tap) * Kernel.BLOCK,
                        kernelWidth * Kernel.BLOCK,
                        bias,
                        block * Kernel.BLOCK,
                        y,
                        yOffset);
    }
}
