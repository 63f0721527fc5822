package dev.convoy.nn;

import dev.convoy.kernel.Activation;

/**
 * {@code log(1 + exp(beta * x)) / beta} of every element, or {@code x} where {@code beta * x} is above the threshold,
 * as {@code torch.nn.Softplus}: any shape in, the same shape out; NaN stays NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Softplus.html">torch.nn.Softplus</a>
 */
public final class Softplus extends Pointwise {

    private final double beta;
    private final double threshold;

    /** With a beta of 1 and a threshold of 20. */
    public Softplus() {
        this(1, 20);
    }

    /** With these arguments, as torch names them. */
    public Softplus(double beta, double threshold) {
        this.beta = beta;
        this.threshold = threshold;
    }

    @Override
    void apply(float[] x, float[] y) {
        Activation.softplus(beta, threshold, x, y);
    }

    @Override
    public String toString() {
        return "Softplus(beta=" + Arguments.number(beta) + ", threshold=" + Arguments.number(threshold) + ")";
    }
}
