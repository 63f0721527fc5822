package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import java.util.Arrays;

/**
 * Two dimensions exchanged, as {@code torch.transpose}; a negative one counts from the last.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.transpose.html">torch.transpose</a>
 */
public record Transpose(int dim0, int dim1) implements StridedLayer {

    @Override
    public String type() {
        return "transpose";
    }

    @Override
    public Strided view(Shape input) {
        int first = Dimensions.index(this, "dim0", dim0, input);
        int second = Dimensions.index(this, "dim1", dim1, input);
        int[] order = new int[input.rank()];
        Arrays.setAll(order, i -> i == first ? second : i == second ? first : i);
        return Strided.of(input).permuted(order);
    }

    @Override
    public String toString() {
        return "transpose(dim0=" + dim0 + ", dim1=" + dim1 + ")";
    }
}
