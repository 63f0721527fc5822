package dev.convoy.nn;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.ElementFunction.Kind;
import java.util.Optional;

/**
 * The hyperbolic tangent of every element, as {@code torch.nn.Tanh}: any shape in, the same shape out; NaN stays NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanh.html">torch.nn.Tanh</a>
 */
public final class Tanh extends Pointwise {

    @Override
    Optional<ElementFunction> function() {
        return Optional.of(ElementFunction.of(Kind.TANH));
    }
}
