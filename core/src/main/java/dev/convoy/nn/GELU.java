package dev.convoy.nn;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.ElementFunction.Kind;
import java.util.Optional;

/**
 * {@code x * P(X <= x)} of every element, with X a standard normal variable, as {@code torch.nn.GELU}: any shape in,
 * the same shape out; NaN stays NaN. Approximated by tanh it is {@code 0.5 * x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715
 * * x^3)))}.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.GELU.html">torch.nn.GELU</a>
 */
public final class GELU extends Pointwise {

    private final String approximate;

    /** The function itself, by erf. */
    public GELU() {
        this("none");
    }

    /** Either the function itself, {@code "none"}, or its approximation, {@code "tanh"}. */
    public GELU(String approximate) {
        if (!approximate.equals("none") && !approximate.equals("tanh")) {
            throw new IllegalArgumentException(
                    "GELU expects approximate to be 'none' or 'tanh', but it is '" + approximate + "'");
        }
        this.approximate = approximate;
    }

    @Override
    Optional<ElementFunction> function() {
        return Optional.of(ElementFunction.of(approximate.equals("none") ? Kind.GELU : Kind.GELU_TANH));
    }

    @Override
    public String toString() {
        return "GELU(approximate='" + approximate + "')";
    }
}
