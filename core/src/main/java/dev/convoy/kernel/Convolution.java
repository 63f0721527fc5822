package dev.convoy.kernel;

/**
 * A direct convolution of one image at a time, the weights packed once. Padding has been applied before, see
 * {@link Padding}. Immutable; shared by threads.
 *
 * <p>An output is its bias, then the products in the order input channel, kernel row, kernel column.
 */
public final class Convolution {

    /** Outputs computed between two stores; a multiple of every tile's pixels that stays in L1. */
    private static final int SEGMENT = 112;

    /** What {@code torch.nn.Conv2d} calls by these names, for the dimensions height and width. */
    public record Geometry(
            int inChannels,
            int outChannels,
            int groups,
            int kernelHeight,
            int kernelWidth,
            int strideHeight,
            int strideWidth,
            int dilationHeight,
            int dilationWidth) {

        int outputHeight(int height) {
            return (height - dilationHeight * (kernelHeight - 1) - 1) / strideHeight + 1;
        }

        int outputWidth(int width) {
            return (width - dilationWidth * (kernelWidth - 1) - 1) / strideWidth + 1;
        }

        /** Where the inputs of an output lie, counted from its first one, in an image {@code [C, height, width]}. */
        int[] offsets(int height, int width) {
            int[] offsets = new int[inChannels / groups * kernelHeight * kernelWidth];
            int k = 0;
            for (int channel = 0; channel < inChannels / groups; channel++) {
                for (int i = 0; i < kernelHeight; i++) {
                    for (int j = 0; j < kernelWidth; j++) {
                        offsets[k++] = (channel * height + i * dilationHeight) * width + j * dilationWidth;
                    }
                }
            }
            return offsets;
        }
    }

    private final Geometry geometry;
    private final PackedFilters[] groups;

    /**
     * Packs the weights.
     *
     * @param weight {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}
     * @param bias {@code [outChannels]} or null
     */
    public Convolution(Geometry geometry, float[] weight, float[] bias) {
        this.geometry = geometry;
        this.groups = new PackedFilters[geometry.groups];
        int filters = geometry.outChannels / geometry.groups;
        int depth = geometry.inChannels / geometry.groups * geometry.kernelHeight * geometry.kernelWidth;
        for (int g = 0; g < groups.length; g++) {
            groups[g] = new PackedFilters(weight, bias, g * filters, filters, depth);
        }
    }

    /**
     * Convolves one image.
     *
     * @param x holds the padded image {@code [inChannels, height, width]} from {@code xOffset} on
     * @param y receives {@code [outChannels, outputHeight, outputWidth]} from {@code yOffset} on
     */
    public void apply(Kernel kernel, float[] x, int xOffset, int height, int width, float[] y, int yOffset) {
        int[] offsets = geometry.offsets(height, width);
        int rows = geometry.outputHeight(height);
        int columns = geometry.outputWidth(width);
        int rowStep = geometry.strideHeight * width;
        // Where neighbouring rows of outputs read neighbouring rows of inputs, the image is one long row.
        if (geometry.kernelWidth == 1 && geometry.strideWidth == 1 && geometry.strideHeight == 1) {
            columns *= rows;
            rows = 1;
        }
        int channels = geometry.inChannels / geometry.groups;
        int filters = geometry.outChannels / geometry.groups;
        int area = rows * columns;
        float[] segment = new float[Math.min(columns, SEGMENT) * Kernel.PANEL];
        for (int g = 0; g < groups.length; g++) {
            int x0 = xOffset + g * channels * height * width;
            for (int panel = 0; panel < groups[g].panels(); panel++) {
                int y0 = yOffset + (g * filters + panel * Kernel.PANEL) * area;
                for (int row = 0; row < rows; row++) {
                    for (int column = 0; column < columns; column += SEGMENT) {
                        int pixels = Math.min(columns - column, SEGMENT);
                        int from = x0 + row * rowStep + column * geometry.strideWidth;
                        groups[g].apply(kernel, panel, x, from, geometry.strideWidth, offsets, segment, pixels);
                        int to = y0 + row * columns + column;
                        transpose(segment, pixels, groups[g].filters(panel), y, to, area);
                    }
                }
            }
        }
    }

    /** From {@code [pixels][PANEL]} to {@code [filters][area]}. */
    private static void transpose(float[] segment, int pixels, int filters, float[] y, int yOffset, int area) {
        for (int f = 0; f < filters; f++) {
            int to = yOffset + f * area;
            for (int p = 0; p < pixels; p++) {
                y[to + p] = segment[p * Kernel.PANEL + f];
            }
        }
    }
}
