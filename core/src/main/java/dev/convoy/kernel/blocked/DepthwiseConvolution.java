package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;

/**
 * A convolution that filters every channel by itself: as many groups and output channels as input channels. An output
 * is its bias, then the products in the order kernel row, kernel column, without those of the padding.
 */
public final class DepthwiseConvolution extends WindowFilter {

    private final int kernelWidth;
    private final int taps;
    private final Packing weight;
    private final float[] bias;

    /** Whether a convolution is one of those: as many groups and outputs as inputs. */
    public static boolean suits(ConvolutionShape shape) {
        return shape.groupInputs() == 1 && shape.groupOutputs() == 1;
    }

    /**
     * A convolution with these filters.
     *
     * @param weights {@code [channels, 1, kernelHeight, kernelWidth]}
     */
    public DepthwiseConvolution(ConvolutionShape shape, FilterWeights weights) {
        super(
                shape.input(),
                Taps.convolution(
                        shape.input().height(),
                        shape.output().height(),
                        shape.kernelHeight(),
                        shape.strideHeight(),
                        shape.paddingTop(),
                        shape.dilationHeight()),
                Taps.convolution(
                        shape.input().width(),
                        shape.output().width(),
                        shape.kernelWidth(),
                        shape.strideWidth(),
                        shape.paddingLeft(),
                        shape.dilationWidth()));
        Grid input = shape.input();
        this.kernelWidth = shape.kernelWidth();
        this.taps = shape.taps();
        this.weight = weights.packing("depthwise", weight -> new Packed(packed(weight, input, taps), 0));
        this.bias = weights.bias(input.blocks());
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
        return (taps + 1L) * bias.length;
    }

    @Override
    void part(Kernel kernel, int block, Part part, float[] x, int xOffset, float[] y, int yOffset) {
        int tap = rows().skipped()[part.row()] * kernelWidth + columns().skipped()[part.column()];
        kernel.windows()
                .depthwise(
                        part.area(),
                        x,
                        xOffset,
                        weight.array(),
                        (block * taps + tap) * Kernel.BLOCK,
                        kernelWidth * Kernel.BLOCK,
                        bias,
                        block * Kernel.BLOCK,
                        y,
                        yOffset);
    }
}
