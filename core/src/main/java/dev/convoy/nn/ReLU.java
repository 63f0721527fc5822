package dev.convoy.nn;

import dev.convoy.kernel.ElementFunction;
import java.util.Optional;

/**
 * {@code max(x, 0)} of every element, as {@code torch.nn.ReLU}: any shape in, the same shape out; NaN stays NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU.html">torch.nn.ReLU</a>
 */
public final class ReLU extends Pointwise {

    @Override
    Optional<ElementFunction> function() {
        return Optional.of(ElementFunction.RELU);
    }
}
