package dev.convoy.nn;

import dev.convoy.kernel.Normalisation;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * Normalisation over the last dimensions, as {@code torch.nn.LayerNorm}: {@code (x - mean) / sqrt(variance + eps) *
 * weight + bias}.
 *
 * <p>Input and output {@code [*, normalizedShape]}; weight and bias {@code normalizedShape}, each if there is one.
 * Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html">torch.nn.LayerNorm</a>
 */
public final class LayerNorm extends LayerNormBase<LayerNorm> {

    /** With an eps of 1e-5, and a weight and a bias without values. */
    public LayerNorm(Shape normalizedShape) {
        this(normalizedShape, 1e-5, true, true);
    }

    /**
     * The parameters, if there are any, without values.
     *
     * @param elementwiseAffine whether there is a weight
     * @param bias whether there is a bias beside the weight
     */
    public LayerNorm(Shape normalizedShape, double eps, boolean elementwiseAffine, boolean bias) {
        this(normalizedShape, eps, AffineState.of(normalizedShape, elementwiseAffine, bias));
        Arguments.atLeast("LayerNorm", "the dimensions of normalized_shape", normalizedShape.rank(), 1);
        for (int size : normalizedShape.toArray()) {
            Arguments.atLeast("LayerNorm", "normalized_shape", size, 1);
        }
    }

    private LayerNorm(Shape normalizedShape, double eps, AffineState affine) {
        super(normalizedShape, eps, affine);
    }

    @Override
    LayerNorm with(Shape normalizedShape, double eps, AffineState affine) {
        return new LayerNorm(normalizedShape, eps, affine);
    }

    @Override
    public Shape outputShape(Shape input) {
        int first = input.rank() - normalizedShape().rank();
        if (first < 0 || !input.slice(first, input.rank()).equals(normalizedShape())) {
            throw ShapeException.of(
                    this,
                    "expects " + normalizedShape().toString().replace("[", "[*, ") + " but receives " + input,
                    input);
        }
        return input;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor output = Tensor.zeros(outputShape(input.shape()));
        float[] weight = affine().weight(this);
        float[] bias = affine().bias(this);
        int count = normalizedShape().elements();
        for (int from = 0; from < input.array().length; from += count) {
            Normalisation.row(input.array(), output.array(), from, count, eps(), weight, bias);
        }
        return output;
    }
}
