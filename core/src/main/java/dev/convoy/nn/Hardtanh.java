package dev.convoy.nn;

import dev.convoy.kernel.ElementFunction;
import java.util.Optional;

/**
 * {@code min(max(x, minVal), maxVal)} of every element, as {@code torch.nn.Hardtanh}: any shape in, the same shape out;
 * NaN stays NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html">torch.nn.Hardtanh</a>
 */
public final class Hardtanh extends Pointwise {

    private final double minVal;
    private final double maxVal;

    /** From -1 to 1. */
    public Hardtanh() {
        this(-1, 1);
    }

    /** @throws IllegalArgumentException unless the largest value is above the smallest */
    public Hardtanh(double minVal, double maxVal) {
        if (!(maxVal > minVal)) {
            throw new IllegalArgumentException("Hardtanh expects max_val to be above min_val, but they are "
                    + Arguments.number(maxVal) + " and " + Arguments.number(minVal));
        }
        this.minVal = minVal;
        this.maxVal = maxVal;
    }

    @Override
    Optional<ElementFunction> function() {
        return Optional.of(ElementFunction.clamp((float) minVal, (float) maxVal));
    }

    @Override
    public String toString() {
        return "Hardtanh(min_val=" + Arguments.number(minVal) + ", max_val=" + Arguments.number(maxVal) + ")";
    }
}
