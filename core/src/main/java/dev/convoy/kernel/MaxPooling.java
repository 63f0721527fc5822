package dev.convoy.kernel;

/** The largest value of each window, as {@code torch.nn.functional.max_pool2d}: a NaN in a window is its maximum. */
public final class MaxPooling {

    /** What {@code torch.nn.MaxPool2d} calls by these names, for the dimensions height and width. */
    public record Window(
            int kernelHeight,
            int kernelWidth,
            int strideHeight,
            int strideWidth,
            int paddingHeight,
            int paddingWidth,
            int dilationHeight,
            int dilationWidth) {}

    private MaxPooling() {}

    /**
     * Pools one channel.
     *
     * @param x holds {@code [height, width]} from {@code xOffset} on
     * @param y receives {@code [outputHeight, outputWidth]} from {@code yOffset} on
     */
    public static void apply(
            Window window,
            float[] x,
            int xOffset,
            int height,
            int width,
            float[] y,
            int yOffset,
            int outputHeight,
            int outputWidth) {
        for (int i = 0; i < outputHeight; i++) {
            int top = i * window.strideHeight - window.paddingHeight;
            int fromRow = first(top, window.dilationHeight);
            int toRow = Math.min(top + window.kernelHeight * window.dilationHeight, height);
            for (int j = 0; j < outputWidth; j++) {
                int left = j * window.strideWidth - window.paddingWidth;
                int fromColumn = first(left, window.dilationWidth);
                int toColumn = Math.min(left + window.kernelWidth * window.dilationWidth, width);
                float largest = Float.NEGATIVE_INFINITY;
                for (int row = fromRow; row < toRow; row += window.dilationHeight) {
                    for (int column = fromColumn; column < toColumn; column += window.dilationWidth) {
                        largest = Math.max(largest, x[xOffset + row * width + column]);
                    }
                }
                y[yOffset + i * outputWidth + j] = largest;
            }
        }
    }

    /** The first index from {@code start} on, in steps of {@code dilation}, that is not before the image. */
    private static int first(int start, int dilation) {
        return start >= 0 ? start : start + (-start + dilation - 1) / dilation * dilation;
    }
}
