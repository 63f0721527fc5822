package dev.convoy.nn;

import dev.convoy.kernel.Blocks;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * The elements of a dimension at fixed indices, in their order, as {@code torch.index_select}. Unlike there, a negative
 * index counts from the last element, as it does in {@code x[:, index]}. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.index_select.html">torch.index_select</a>
 */
public final class IndexSelect implements Layer {

    private final int dim;
    private final int[] index;

    /** The dimension, of which a negative one counts from the last, and the indices. */
    public IndexSelect(int dim, int... index) {
        this.dim = dim;
        this.index = index.clone();
    }

    /** The dimension; a negative one counts from the last. */
    int dim() {
        return dim;
    }

    @Override
    public String type() {
        return "index_select";
    }

    @Override
    public Shape outputShape(Shape input) {
        int dimension = Dimensions.index(this, "dim", dim, input);
        int size = input.rank() == 0 ? 1 : input.size(dimension);
        for (int i : index) {
            if (i < -size || i >= size) {
                throw ShapeException.of(
                        this, "selects index " + i + " of dimension " + dimension + ", which has " + size, input);
            }
        }
        return input.rank() == 0 ? input : input.with(dimension, index.length);
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor output = Tensor.zeros(outputShape(input.shape()));
        if (input.shape().rank() == 0) {
            return input;
        }
        Shape shape = input.shape();
        int dimension = Dimensions.index(this, "dim", dim, shape);
        int size = shape.size(dimension);
        int count = shape.elements(0, dimension);
        int length = shape.elements(dimension + 1, shape.rank());
        for (int i = 0; i < index.length; i++) {
            int from = Math.floorMod(index[i], size) * length;
            Blocks.copy(
                    input.array(),
                    from,
                    size * length,
                    output.array(),
                    i * length,
                    index.length * length,
                    length,
                    count);
        }
        return output;
    }

    @Override
    public String toString() {
        return "index_select(dim=" + dim + ", index=" + Arguments.tuple(index) + ")";
    }
}
