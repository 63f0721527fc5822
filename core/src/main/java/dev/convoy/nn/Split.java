package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * One of the pieces of {@code splitSize} elements that a dimension is split into, the last one perhaps smaller:
 * {@code torch.split(x, splitSize, dim)[index]}.
 *
 * @param dim the dimension; a negative one counts from the last
 * @param index of the piece, from 0
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.split.html">torch.split</a>
 */
public record Split(int splitSize, int dim, int index) implements Layer {

    /** @throws IllegalArgumentException if the size is not 1 or more, or the index is negative */
    public Split {
        Arguments.atLeast("split", "split_size", splitSize, 1);
        Arguments.atLeast("split", "the index", index, 0);
    }

    @Override
    public String type() {
        return "split";
    }

    @Override
    public Shape outputShape(Shape input) {
        return piece(input).outputShape(input);
    }

    /** The slice that this is of an input of this shape. */
    Slice piece(Shape input) {
        return piece(this, splitSize, dim, index, input);
    }

    /** A piece as a slice, for the operator that splits. */
    static Slice piece(Layer layer, int splitSize, int dim, int index, Shape input) {
        int dimension = Dimensions.index(layer, "dim", dim, input);
        int size = input.rank() == 0 ? 0 : input.size(dimension);
        long start = (long) index * splitSize;
        if (start >= size && index > 0) {
            int pieces = Math.max((int) ((size + splitSize - 1L) / splitSize), 1);
            throw ShapeException.of(
                    layer,
                    "takes piece " + index + ", but of dimension " + dimension + " there are only " + pieces,
                    input);
        }
        return new Slice(dim, (int) start, (int) Math.min(start + splitSize, size));
    }

    @Override
    public Tensor forward(Tensor input) {
        return piece(input.shape()).forward(input);
    }

    @Override
    public String toString() {
        return "split(split_size=" + splitSize + ", dim=" + dim + ")[" + index + "]";
    }
}
