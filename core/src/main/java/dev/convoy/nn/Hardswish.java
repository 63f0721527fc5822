package dev.convoy.nn;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.ElementFunction.Kind;
import java.util.Optional;

/**
 * {@code x * min(max(x + 3, 0), 6) / 6} of every element, as {@code torch.nn.Hardswish}: any shape in, the same shape
 * out; NaN stays NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardswish.html">torch.nn.Hardswish</a>
 */
public final class Hardswish extends Pointwise {

    @Override
    Optional<ElementFunction> function() {
        return Optional.of(ElementFunction.of(Kind.HARDSWISH));
    }
}
