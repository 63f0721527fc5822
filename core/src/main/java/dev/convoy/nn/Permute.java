package dev.convoy.nn;

import dev.convoy.tensor.Shape;

/**
 * The dimensions in another order, as {@code torch.permute}: {@code dims = (0, 2, 3, 1)} makes {@code [N, H, W, C]} of
 * {@code [N, C, H, W]}. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.permute.html">torch.permute</a>
 */
public final class Permute implements StridedLayer {

    private final int[] dims;

    /** The dimension of the input that each one of the output is; a negative one counts from the last. */
    public Permute(int... dims) {
        this.dims = dims.clone();
    }

    @Override
    public String type() {
        return "permute";
    }

    @Override
    public Strided view(Shape input) {
        return Strided.of(input).permuted(order(input));
    }

    /** The dimension of an input that each one of the output is, counted from the first. */
    int[] order(Shape input) {
        if (dims.length != input.rank()) {
            throw ShapeException.of(this, "orders " + dims.length + " dimensions but receives " + input.rank(), input);
        }
        Dimensions.set(this, dims, input);
        int[] order = new int[dims.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = Dimensions.index(this, "dims", dims[i], input);
        }
        return order;
    }

    @Override
    public String toString() {
        return "permute(dims=" + Arguments.tuple(dims) + ")";
    }
}
