package dev.convoy.nn;

import dev.convoy.kernel.Activation;

/**
 * {@code 1 / (1 + exp(-x))} of every element, as {@code torch.nn.Sigmoid}: any shape in, the same shape out; NaN stays
 * NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html">torch.nn.Sigmoid</a>
 */
public final class Sigmoid extends Pointwise {

    @Override
    void apply(float[] x, float[] y) {
        Activation.sigmoid(x, y);
    }
}
