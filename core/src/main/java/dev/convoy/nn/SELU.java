package dev.convoy.nn;

import dev.convoy.kernel.Activation;

/**
 * {@code scale * (max(x, 0) + min(alpha * (exp(x) - 1), 0))} of every element, as {@code torch.nn.SELU} with its two
 * constants: any shape in, the same shape out; NaN stays NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.SELU.html">torch.nn.SELU</a>
 */
public final class SELU extends Pointwise {

    @Override
    void apply(float[] x, float[] y) {
        Activation.selu(x, y);
    }
}
