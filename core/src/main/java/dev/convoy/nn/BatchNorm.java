package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Map;

/**
 * What the batch normalisations share, whatever their number of dimensions.
 *
 * @param <L> the layer itself
 */
abstract sealed class BatchNorm<L extends BatchNorm<L>> extends NormBase<L>
        permits BatchNorm1d, BatchNorm2d, BatchNorm3d {

    BatchNorm(NormArguments arguments, Map<String, Tensor> state) {
        super(arguments, state);
        if (!arguments.trackRunningStats()) {
            throw new IllegalArgumentException(type() + " without track_running_stats normalises by the statistics of"
                    + " the batch, so that an image's features would depend on the other images in it; train the"
                    + " network with track_running_stats, or use GroupNorm or InstanceNorm2d");
        }
    }

    /** Whether an input of this many dimensions is one. */
    abstract boolean takes(int rank);

    /** The inputs that the layer takes, for messages. */
    abstract String layout();

    @Override
    public Shape outputShape(Shape input) {
        if (!takes(input.rank())) {
            throw ShapeException.of(
                    this, "expects " + layout() + " but receives " + input.rank() + " dimensions", input);
        }
        checkChannels(input, input.size(1));
        return input;
    }

    @Override
    public Tensor forward(Tensor input) {
        Shape shape = outputShape(input.shape());
        return normalisedByRunningStats(input, shape.elements(2, shape.rank()));
    }
}
