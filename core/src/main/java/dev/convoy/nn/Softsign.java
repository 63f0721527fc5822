package dev.convoy.nn;

import dev.convoy.kernel.Activation;

/**
 * {@code x / (1 + |x|)} of every element, as {@code torch.nn.Softsign}: any shape in, the same shape out; NaN stays
 * NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Softsign.html">torch.nn.Softsign</a>
 */
public final class Softsign extends Pointwise {

    @Override
    void apply(float[] x, float[] y) {
        Activation.softsign(x, y);
    }
}
