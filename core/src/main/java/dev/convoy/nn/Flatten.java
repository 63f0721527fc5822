package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * Merges neighbouring dimensions into one, as {@code torch.nn.Flatten}: with the defaults, {@code [N, C, H, W]} becomes
 * {@code [N, C * H * W]}.
 *
 * @param startDim the first dimension merged, 1 by default; a negative one counts from the last
 * @param endDim the last dimension merged, -1 by default
 */
public record Flatten(int startDim, int endDim) implements Layer {

    public Flatten() {
        this(1, -1);
    }

    @Override
    public Shape outputShape(Shape input) {
        int start = Dimensions.index(this, "start_dim", startDim, input);
        int end = Dimensions.index(this, "end_dim", endDim, input);
        if (start > end) {
            throw ShapeException.of(
                    this, "has start_dim " + startDim + " behind end_dim " + endDim + " of its input", input);
        }
        int[] sizes = new int[input.rank() - (end - start)];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i < start
                    ? input.size(i)
                    : i > start ? input.size(i + end - start) : merged(input).elements();
        }
        return Shape.of(sizes);
    }

    /** The sizes of an input's dimensions that become one. */
    Shape merged(Shape input) {
        return input.slice(
                Dimensions.index(this, "start_dim", startDim, input),
                Dimensions.index(this, "end_dim", endDim, input) + 1);
    }

    @Override
    public Tensor forward(Tensor input) {
        return input.reshape(outputShape(input.shape()));
    }

    @Override
    public String toString() {
        return "Flatten(start_dim=" + startDim + ", end_dim=" + endDim + ")";
    }
}
