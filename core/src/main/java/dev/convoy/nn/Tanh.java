package dev.convoy.nn;

import dev.convoy.kernel.Activation;

/**
 * The hyperbolic tangent of every element, as {@code torch.nn.Tanh}: any shape in, the same shape out; NaN stays NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanh.html">torch.nn.Tanh</a>
 */
public final class Tanh extends Pointwise {

    @Override
    void apply(float[] x, float[] y) {
        Activation.tanh(x, y);
    }
}
