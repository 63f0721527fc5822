package dev.convoy.nn;

import dev.convoy.kernel.Extent;
import dev.convoy.kernel.Pooling;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/** What the poolings share: every channel is pooled by itself. */
abstract sealed class PoolNd implements Layer permits MaxPoolNd, AvgPoolNd, AdaptivePoolNd {

    private final int dimensions;

    PoolNd(int dimensions) {
        this.dimensions = dimensions;
    }

    final int dimensions() {
        return dimensions;
    }

    /** What pools a channel, for an input and output of these shapes. */
    abstract Pooling pooling(Shape input, Shape output);

    @Override
    public Tensor forward(Tensor input) {
        Tensor output = Tensor.zeros(outputShape(input.shape()));
        Pooling pooling = pooling(input.shape(), output.shape());
        Extent size = Spatial.extent(dimensions, input.shape());
        int outputs = Spatial.extent(dimensions, output.shape()).volume();
        int channels = input.shape().elements(0, input.shape().rank() - dimensions);
        for (int channel = 0; channel < channels; channel++) {
            pooling.apply(input.array(), channel * size.volume(), size, output.array(), channel * outputs);
        }
        return output;
    }
}
