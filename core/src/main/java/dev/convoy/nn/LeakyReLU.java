package dev.convoy.nn;

import dev.convoy.kernel.ElementFunction;
import java.util.Optional;

/**
 * {@code max(x, 0) + negativeSlope * min(x, 0)} of every element, as {@code torch.nn.LeakyReLU}: any shape in, the same
 * shape out; NaN stays NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html">torch.nn.LeakyReLU</a>
 */
public final class LeakyReLU extends Pointwise {

    private final double negativeSlope;

    /** With a slope of 0.01. */
    public LeakyReLU() {
        this(0.01);
    }

    /** With this slope where elements are negative. */
    public LeakyReLU(double negativeSlope) {
        this.negativeSlope = negativeSlope;
    }

    @Override
    Optional<ElementFunction> function() {
        return Optional.of(ElementFunction.leakyRelu((float) negativeSlope));
    }

    @Override
    public String toString() {
        return "LeakyReLU(negative_slope=" + Arguments.number(negativeSlope) + ")";
    }
}
