package dev.convoy.nn;

import dev.convoy.kernel.Normalisation;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * Normalisation of every pixel over its channels, as {@code torchvision.models.convnext.LayerNorm2d} with the eps that
 * ConvNeXt gives it: {@code (x - mean) / sqrt(variance + eps) * weight + bias}.
 *
 * <p>Input and output {@code [N, C, H, W]} with {@code C = numChannels}; weight and bias {@code [C]} if there are any.
 * Immutable.
 *
 * @see <a href="https://docs.pytorch.org/vision/stable/models/convnext.html">torchvision's ConvNeXt</a>
 */
public final class LayerNorm2d extends LayerNormBase<LayerNorm2d> {

    /** With an eps of 1e-6, and a weight and a bias without values. */
    public LayerNorm2d(int numChannels) {
        this(numChannels, 1e-6, true);
    }

    /** The parameters, if there are any, without values. */
    public LayerNorm2d(int numChannels, double eps, boolean elementwiseAffine) {
        this(Shape.of(numChannels), eps, AffineState.of(Shape.of(numChannels), elementwiseAffine, true));
        Arguments.atLeast("LayerNorm2d", "normalized_shape", numChannels, 1);
    }

    private LayerNorm2d(Shape normalizedShape, double eps, AffineState affine) {
        super(normalizedShape, eps, affine);
    }

    @Override
    LayerNorm2d with(Shape normalizedShape, double eps, AffineState affine) {
        return new LayerNorm2d(normalizedShape, eps, affine);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() != 4) {
            throw ShapeException.of(this, "expects [N, C, H, W] but receives " + input.rank() + " dimensions", input);
        }
        int channels = normalizedShape().size(0);
        if (input.size(1) != channels) {
            throw ShapeException.of(
                    this, "expects " + channels + " input channels but receives " + input.size(1), input);
        }
        return input;
    }

    @Override
    public Tensor forward(Tensor input) {
        Shape shape = outputShape(input.shape());
        Tensor output = Tensor.zeros(shape);
        float[] weight = affine().weight(this);
        float[] bias = affine().bias(this);
        int pixels = shape.elements(2, 4);
        int channels = shape.size(1);
        for (int from = 0; from < input.array().length; from += channels * pixels) {
            Normalisation.channels(input.array(), output.array(), from, channels, pixels, eps(), weight, bias);
        }
        return output;
    }
}
