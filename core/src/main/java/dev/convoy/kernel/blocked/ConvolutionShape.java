package dev.convoy.kernel.blocked;

/**
 * What a two-dimensional convolution is but for its weights, in torch's terms. The padding is of zeros.
 *
 * @param input the images that it takes
 * @param outChannels the channels of those it makes
 */
public record ConvolutionShape(
        Grid input,
        int outChannels,
        int groups,
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        int dilationHeight,
        int dilationWidth,
        int paddingTop,
        int paddingLeft,
        int paddingBottom,
        int paddingRight) {

    /** The images that it makes. */
    public Grid output() {
        return new Grid(
                outChannels,
                outputs(input.height() + paddingTop + paddingBottom, kernelHeight, strideHeight, dilationHeight),
                outputs(input.width() + paddingLeft + paddingRight, kernelWidth, strideWidth, dilationWidth));
    }

    private static int outputs(int size, int kernel, int stride, int dilation) {
        return (size - dilation * (kernel - 1) - 1) / stride + 1;
    }

    /** The elements of a filter that belong to one input channel. */
    public int taps() {
        return kernelHeight * kernelWidth;
    }

    /** The rows of padded input that so many neighbouring rows of outputs see. */
    int inputRows(int outputRows) {
        return (outputRows - 1) * strideHeight + (kernelHeight - 1) * dilationHeight + 1;
    }

    /** The input channels that an output sees. */
    public int groupInputs() {
        return input.channels() / groups;
    }

    /** The output channels of a group. */
    public int groupOutputs() {
        return outChannels / groups;
    }

    /** Whether a pixel of the output depends on the pixel in the same place alone. */
    public boolean isPointwise() {
        return taps() == 1 && strideHeight == 1 && strideWidth == 1 && !isPadded();
    }

    /** Whether anything is added around the image. */
    public boolean isPadded() {
        return paddingTop != 0 || paddingLeft != 0 || paddingBottom != 0 || paddingRight != 0;
    }
}
