package dev.convoy.nn;

import dev.convoy.kernel.AveragePooling;
import dev.convoy.kernel.Pooling;
import dev.convoy.kernel.Windows;
import dev.convoy.tensor.Shape;

/** What the average poolings share, whatever their number of dimensions. */
abstract sealed class AvgPoolNd extends PoolNd permits AvgPool1d, AvgPool2d, AvgPool3d {

    private static final int[] NOT_DILATED = {1};

    private final PoolArguments arguments;
    private final boolean countIncludePad;
    private final int divisorOverride;

    AvgPoolNd(AvgPoolBuilder<?> builder, String layer, int dimensions) {
        super(dimensions);
        arguments = new PoolArguments(
                layer, dimensions, builder.kernelSize, builder.stride, builder.padding, NOT_DILATED, builder.ceilMode);
        countIncludePad = builder.countIncludePad;
        divisorOverride = builder.divisorOverride == null ? 0 : builder.divisorOverride;
        if (builder.divisorOverride != null && (divisorOverride == 0 || dimensions == 1)) {
            throw new IllegalArgumentException(layer + " expects divisor_override to be "
                    + (dimensions == 1 ? "absent" : "a number other than 0") + ", but it is " + divisorOverride);
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        return arguments.outputShape(this, input);
    }

    @Override
    Pooling pooling(Shape input, Shape output) {
        Windows[] windows = arguments.windows(input, output);
        return new AveragePooling(windows[0], windows[1], windows[2], countIncludePad, divisorOverride);
    }

    /** As torch prints the layer. */
    @Override
    public String toString() {
        return type() + "(" + (dimensions() == 1 ? arguments.tuples() : arguments.brief()) + ")";
    }
}
