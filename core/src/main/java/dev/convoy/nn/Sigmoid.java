package dev.convoy.nn;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.ElementFunction.Kind;
import java.util.Optional;

/**
 * {@code 1 / (1 + exp(-x))} of every element, as {@code torch.nn.Sigmoid}: any shape in, the same shape out; NaN stays
 * NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html">torch.nn.Sigmoid</a>
 */
public final class Sigmoid extends Pointwise {

    @Override
    Optional<ElementFunction> function() {
        return Optional.of(ElementFunction.of(Kind.SIGMOID));
    }
}
