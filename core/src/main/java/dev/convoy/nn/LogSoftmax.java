package dev.convoy.nn;

/**
 * The logarithm of {@code exp(x)} divided by the sum of the exponentials along a dimension, as
 * {@code torch.nn.LogSoftmax}: any shape in, the same shape out. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html">torch.nn.LogSoftmax</a>
 */
public final class LogSoftmax extends SoftmaxBase {

    /** Along this dimension; a negative one counts from the last. */
    public LogSoftmax(int dim) {
        super(dim, true);
    }
}
