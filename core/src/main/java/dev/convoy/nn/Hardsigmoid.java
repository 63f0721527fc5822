package dev.convoy.nn;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.ElementFunction.Kind;
import java.util.Optional;

/**
 * {@code min(max(x + 3, 0), 6) / 6} of every element, as {@code torch.nn.Hardsigmoid}: any shape in, the same shape
 * out; NaN stays NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html">torch.nn.Hardsigmoid</a>
 */
public final class Hardsigmoid extends Pointwise {

    @Override
    Optional<ElementFunction> function() {
        return Optional.of(ElementFunction.of(Kind.HARDSIGMOID));
    }
}
