package dev.convoy.nn;

import dev.convoy.kernel.Activation;

/**
 * {@code x} where it is above 0 and {@code alpha * (exp(x) - 1)} elsewhere, as {@code torch.nn.ELU}: any shape in, the
 * same shape out; NaN stays NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ELU.html">torch.nn.ELU</a>
 */
public final class ELU extends Pointwise {

    private final double alpha;

    /** With an alpha of 1. */
    public ELU() {
        this(1);
    }

    /** With this value, negated, for an element that is negative without end. */
    public ELU(double alpha) {
        this.alpha = alpha;
    }

    @Override
    void apply(float[] x, float[] y) {
        Activation.elu(alpha, x, y);
    }

    @Override
    public String toString() {
        return "ELU(alpha=" + Arguments.number(alpha) + ")";
    }
}
