package dev.convoy.kernel;

/** A convolution, plain or transposed, with its packed weights. Immutable; shared by threads. */
public sealed interface ImageFilter permits Convolution, TransposedConvolution {

    /** What the convolutions of {@code torch.nn} call by these names. */
    record Geometry(int inChannels, int outChannels, int groups, Extent kernel, Extent stride, Extent dilation) {

        /** The input channels that an output sees. */
        int channels() {
            return inChannels / groups;
        }

        /** The output channels of a group. */
        int filters() {
            return outChannels / groups;
        }
    }

    /** What {@link #apply} expects around an image. */
    Padding padding();

    /**
     * Filters one image.
     *
     * @param x holds the padded image {@code [inChannels, depth, height, width]} from {@code xOffset} on
     * @param size the padded image's
     * @param y receives {@code [outChannels, outputDepth, outputHeight, outputWidth]} from {@code yOffset} on
     */
    void apply(Kernel kernel, float[] x, int xOffset, Extent size, float[] y, int yOffset);
}
