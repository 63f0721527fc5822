package dev.convoy.nn;

import dev.convoy.kernel.ElementFunction;
import java.util.Optional;

/**
 * {@code min(max(x, 0), 6)} of every element, as {@code torch.nn.ReLU6}: any shape in, the same shape out; NaN stays
 * NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU6.html">torch.nn.ReLU6</a>
 */
public final class ReLU6 extends Pointwise {

    @Override
    Optional<ElementFunction> function() {
        return Optional.of(ElementFunction.clamp(0, 6));
    }
}
