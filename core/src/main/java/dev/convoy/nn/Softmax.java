package dev.convoy.nn;

/**
 * {@code exp(x)} divided by the sum of the exponentials along a dimension, as {@code torch.nn.Softmax}: any shape in,
 * the same shape out. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html">torch.nn.Softmax</a>
 */
public final class Softmax extends SoftmaxBase {

    /** Along this dimension; a negative one counts from the last. */
    public Softmax(int dim) {
        super(dim, false);
    }
}
