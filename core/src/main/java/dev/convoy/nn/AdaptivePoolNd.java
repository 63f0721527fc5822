package dev.convoy.nn;

import dev.convoy.kernel.Pooling;
import dev.convoy.kernel.Windows;
import dev.convoy.tensor.Shape;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What the adaptive poolings share, whatever their number of dimensions. */
abstract sealed class AdaptivePoolNd extends PoolNd
        permits AdaptiveAvgPool1d,
                AdaptiveAvgPool2d,
                AdaptiveAvgPool3d,
                AdaptiveMaxPool1d,
                AdaptiveMaxPool2d,
                AdaptiveMaxPool3d {

    private final Integer[] outputSize;

    AdaptivePoolNd(String layer, int dimensions, Integer[] outputSize) {
        super(dimensions);
        this.outputSize = outputSize.clone();
        if (outputSize.length != 1 && outputSize.length != dimensions) {
            throw new IllegalArgumentException(layer + " expects output_size to be one number"
                    + (dimensions == 1 ? "" : " or " + dimensions) + ", but it is " + Arrays.toString(outputSize));
        }
        for (Integer size : outputSize) {
            if (size != null) {
                Arguments.atLeast(layer, "output_size", size, 0);
            }
        }
    }

    /** What pools a channel by these windows: slices, rows and columns. */
    abstract Pooling pooling(Windows[] windows);

    @Override
    public Shape outputShape(Shape input) {
        Spatial.checkBatchOrImage(this, dimensions(), input);
        int[] sizes = Spatial.last(dimensions(), input);
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == 0) {
                throw ShapeException.of(this, "expects an input with elements but receives none", input);
            }
            Integer size = outputSize[outputSize.length == 1 ? 0 : i];
            sizes[i] = size == null ? sizes[i] : size;
        }
        return Spatial.withLast(input, sizes);
    }

    @Override
    Pooling pooling(Shape input, Shape output) {
        Windows[] windows = {Windows.each(1), Windows.each(1), Windows.each(1)};
        for (int i = 1; i <= dimensions(); i++) {
            windows[3 - i] = Windows.adaptive(input.size(-i), output.size(-i));
        }
        return pooling(windows);
    }

    /** As torch prints the layer. */
    @Override
    public String toString() {
        String sizes = Arrays.stream(outputSize)
                .map(size -> size == null ? "None" : size.toString())
                .collect(Collectors.joining(", "));
        return type() + "(output_size=" + (outputSize.length == 1 ? sizes : "(" + sizes + ")") + ")";
    }
}
