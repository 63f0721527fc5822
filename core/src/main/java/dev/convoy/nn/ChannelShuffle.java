package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * Interleaves groups of channels, as {@code torch.nn.ChannelShuffle}: input and output {@code [N, C, *]}, the channels
 * taken as {@code [groups, C / groups]} and transposed.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html">torch.nn.ChannelShuffle</a>
 */
public record ChannelShuffle(int groups) implements Layer {

    /** @throws IllegalArgumentException if there is not 1 group or more */
    public ChannelShuffle {
        Arguments.atLeast("ChannelShuffle", "groups", groups, 1);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 3) {
            throw ShapeException.of(this, "expects [N, C, *] but receives " + input.rank() + " dimensions", input);
        }
        if (input.size(1) % groups != 0) {
            throw ShapeException.of(
                    this, "expects channels divisible by groups = " + groups + " but receives " + input.size(1), input);
        }
        return input;
    }

    @Override
    public Tensor forward(Tensor input) {
        Shape shape = outputShape(input.shape());
        Shape grouped = Shape.of(shape.size(0), groups, shape.size(1) / groups, shape.elements(2, shape.rank()));
        return Strided.of(grouped).permuted(0, 2, 1, 3).copy(input, shape);
    }

    @Override
    public String toString() {
        return "ChannelShuffle(groups=" + groups + ")";
    }
}
