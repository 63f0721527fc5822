package dev.convoy.kernel;

import dev.convoy.kernel.Lattice.Axis;

/**
 * A direct convolution of one image at a time, the weights packed once. Immutable; shared by threads.
 *
 * <p>An output is its bias, then the products in the order input channel, kernel slice, kernel row, kernel column.
 */
public final class Convolution implements ImageFilter {

    private final Geometry geometry;
    private final Padding padding;
    private final PackedFilters[] groups;

    /**
     * Packs the weights.
     *
     * @param weight {@code [outChannels, inChannels / groups, kernelDepth, kernelHeight, kernelWidth]}
     * @param bias {@code [outChannels]} or null
     */
    public Convolution(Geometry geometry, Padding padding, float[] weight, float[] bias) {
        this.geometry = geometry;
        this.padding = padding;
        this.groups = new PackedFilters[geometry.groups()];
        int filters = geometry.filters();
        int depth = geometry.channels() * geometry.kernel().volume();
        for (int g = 0; g < groups.length; g++) {
            groups[g] = new PackedFilters(weight, bias, g * filters, filters, depth);
        }
    }

    @Override
    public Padding padding() {
        return padding;
    }

    @Override
    public void apply(Kernel kernel, float[] x, int xOffset, Extent size, float[] y, int yOffset) {
        Extent stride = geometry.stride();
        int slices = outputs(
                size.depth(),
                geometry.kernel().depth(),
                stride.depth(),
                geometry.dilation().depth());
        int rows = outputs(
                size.height(),
                geometry.kernel().height(),
                stride.height(),
                geometry.dilation().height());
        int columns = outputs(
                size.width(),
                geometry.kernel().width(),
                stride.width(),
                geometry.dilation().width());
        Lattice lattice = Lattice.of(
                new Axis(slices, stride.depth() * size.height() * size.width(), rows * columns),
                new Axis(rows, stride.height() * size.width(), columns),
                new Axis(columns, stride.width(), 1));
        int[] offsets = offsets(size);
        float[] segment = lattice.segment();
        int channelStep = slices * rows * columns;
        for (int g = 0; g < groups.length; g++) {
            int from = xOffset + g * geometry.channels() * size.volume();
            int to = yOffset + g * geometry.filters() * channelStep;
            lattice.apply(kernel, groups[g], x, from, offsets, y, to, channelStep, segment);
        }
    }

    private static int outputs(int size, int kernel, int stride, int dilation) {
        return (size - dilation * (kernel - 1) - 1) / stride + 1;
    }

    /** Where the inputs of an output lie, counted from its first one. */
    private int[] offsets(Extent size) {
        Extent kernel = geometry.kernel();
        Extent dilation = geometry.dilation();
        int[] offsets = new int[geometry.channels() * kernel.volume()];
        int k = 0;
        for (int channel = 0; channel < geometry.channels(); channel++) {
            for (int slice = 0; slice < kernel.depth(); slice++) {
                for (int row = 0; row < kernel.height(); row++) {
                    int line = (channel * size.depth() + slice * dilation.depth()) * size.height()
                            + row * dilation.height();
                    for (int column = 0; column < kernel.width(); column++) {
                        offsets[k++] = line * size.width() + column * dilation.width();
                    }
                }
            }
        }
        return offsets;
    }
}
