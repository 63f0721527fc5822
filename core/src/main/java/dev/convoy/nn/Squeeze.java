package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * Leaves out dimensions of size 1, as {@code torch.squeeze}. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.squeeze.html">torch.squeeze</a>
 */
public final class Squeeze implements Layer {

    private final int[] dims;

    /** Those of these dimensions that have size 1, or of all dimensions where none is given. */
    public Squeeze(int... dims) {
        this.dims = dims.clone();
    }

    @Override
    public String type() {
        return "squeeze";
    }

    /** Which dimensions of an input are left out if they have size 1. */
    boolean[] squeezed(Shape input) {
        return Dimensions.set(this, dims, input);
    }

    @Override
    public Shape outputShape(Shape input) {
        boolean[] squeezed = squeezed(input);
        int[] sizes = new int[input.rank()];
        int count = 0;
        for (int i = 0; i < sizes.length; i++) {
            if (!squeezed[i] || input.size(i) != 1) {
                sizes[count++] = input.size(i);
            }
        }
        return Shape.of(sizes).slice(0, count);
    }

    @Override
    public Tensor forward(Tensor input) {
        return input.reshape(outputShape(input.shape()));
    }

    @Override
    public String toString() {
        return dims.length == 0 ? "squeeze()" : "squeeze(dim=" + Arguments.tuple(dims) + ")";
    }
}
