package dev.convoy.nn;

import dev.convoy.kernel.Normalisation;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * Normalisation by the neighbouring channels, as {@code torch.nn.LocalResponseNorm}: {@code x / (k + alpha * s /
 * size)^beta}, where {@code s} is the sum of the squares of {@code size} channels around, {@code size / 2} of them
 * before.
 *
 * <p>Input and output {@code [N, C, *]} with 3 dimensions or more.
 *
 * @param size the channels summed over
 * @param alpha 1e-4 by default
 * @param beta 0.75 by default
 * @param k 1 by default
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html">torch.nn.LocalResponseNorm</a>
 */
public record LocalResponseNorm(int size, double alpha, double beta, double k) implements Layer {

    /** Checks the size. */
    public LocalResponseNorm {
        Arguments.atLeast("LocalResponseNorm", "size", size, 1);
    }

    /** With the defaults. */
    public LocalResponseNorm(int size) {
        this(size, 1e-4, 0.75, 1);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 3) {
            throw ShapeException.of(
                    this, "expects [N, C, *] of 3 dimensions or more but receives " + input.rank(), input);
        }
        return input;
    }

    @Override
    public Tensor forward(Tensor input) {
        Shape shape = outputShape(input.shape());
        Tensor output = Tensor.zeros(shape);
        int channels = shape.size(1);
        int pixels = shape.elements(2, shape.rank());
        for (int from = 0; from < input.array().length; from += channels * pixels) {
            Normalisation.localResponse(input.array(), output.array(), from, channels, pixels, size, alpha, beta, k);
        }
        return output;
    }

    @Override
    public String toString() {
        return "LocalResponseNorm(" + size + ", alpha=" + Arguments.number(alpha) + ", beta=" + Arguments.number(beta)
                + ", k=" + Arguments.number(k) + ")";
    }
}
