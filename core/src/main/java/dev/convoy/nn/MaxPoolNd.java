package dev.convoy.nn;

import dev.convoy.kernel.MaxPooling;
import dev.convoy.kernel.Pooling;
import dev.convoy.kernel.Windows;
import dev.convoy.tensor.Shape;

/** What the max poolings share, whatever their number of dimensions. */
abstract sealed class MaxPoolNd extends PoolNd permits MaxPool1d, MaxPool2d, MaxPool3d {

    private final PoolArguments arguments;

    MaxPoolNd(MaxPoolBuilder<?> builder, String layer, int dimensions) {
        super(dimensions);
        arguments = new PoolArguments(
                layer,
                dimensions,
                builder.kernelSize,
                builder.stride,
                builder.padding,
                builder.dilation,
                builder.ceilMode);
    }

    @Override
    public Shape outputShape(Shape input) {
        return arguments.outputShape(this, input);
    }

    @Override
    Pooling pooling(Shape input, Shape output) {
        Windows[] windows = arguments.windows(input, output);
        return new MaxPooling(windows[0], windows[1], windows[2]);
    }

    /** As torch prints the layer. */
    @Override
    public String toString() {
        return type() + "(" + arguments.brief() + arguments.dilationAndCeilMode() + ")";
    }
}
