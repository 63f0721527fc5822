package dev.convoy.nn;

import dev.convoy.kernel.ElementFunction;
import java.util.Optional;

/**
 * {@code min(max(x, min), max)} of every element, as {@code torch.clamp}: any shape in, the same shape out; NaN stays
 * NaN. Where {@code min} is above {@code max}, every element becomes {@code max}.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.clamp.html">torch.clamp</a>
 */
public final class Clamp extends Pointwise {

    private final double min;
    private final double max;

    /** Between two values; an infinite one is no limit, as {@code None} is in torch. */
    public Clamp(double min, double max) {
        this.min = min;
        this.max = max;
    }

    @Override
    public String type() {
        return "clamp";
    }

    @Override
    Optional<ElementFunction> function() {
        return Optional.of(ElementFunction.clamp((float) min, (float) max));
    }

    @Override
    public String toString() {
        return "clamp(min=" + Arguments.number(min) + ", max=" + Arguments.number(max) + ")";
    }
}
