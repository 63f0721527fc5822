package dev.convoy.nn;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.ElementFunction.Kind;
import java.util.Optional;

/**
 * {@code x / (1 + exp(-x))} of every element, as {@code torch.nn.SiLU}: any shape in, the same shape out; NaN stays
 * NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.SiLU.html">torch.nn.SiLU</a>
 */
public final class SiLU extends Pointwise {

    @Override
    Optional<ElementFunction> function() {
        return Optional.of(ElementFunction.of(Kind.SILU));
    }
}
