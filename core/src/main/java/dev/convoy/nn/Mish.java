package dev.convoy.nn;

import dev.convoy.kernel.Activation;

/**
 * {@code x * tanh(log(1 + exp(x)))} of every element, as {@code torch.nn.Mish}: any shape in, the same shape out; NaN
 * stays NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Mish.html">torch.nn.Mish</a>
 */
public final class Mish extends Pointwise {

    @Override
    void apply(float[] x, float[] y) {
        Activation.mish(x, y);
    }
}
