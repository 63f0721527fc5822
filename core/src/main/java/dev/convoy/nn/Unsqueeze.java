package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * Puts a dimension of size 1 before the one named, as {@code torch.unsqueeze}; -1 puts it last.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.unsqueeze.html">torch.unsqueeze</a>
 */
public record Unsqueeze(int dim) implements Layer {

    @Override
    public String type() {
        return "unsqueeze";
    }

    @Override
    public Shape outputShape(Shape input) {
        int rank = input.rank() + 1;
        int place = dim < 0 ? dim + rank : dim;
        if (place < 0 || place >= rank) {
            throw ShapeException.of(
                    this, "has dim " + dim + ", which an output of " + rank + " dimensions has not", input);
        }
        int[] sizes = new int[rank];
        for (int i = 0; i < rank; i++) {
            sizes[i] = i == place ? 1 : input.size(i < place ? i : i - 1);
        }
        return Shape.of(sizes);
    }

    @Override
    public Tensor forward(Tensor input) {
        return input.reshape(outputShape(input.shape()));
    }

    @Override
    public String toString() {
        return "unsqueeze(dim=" + dim + ")";
    }
}
