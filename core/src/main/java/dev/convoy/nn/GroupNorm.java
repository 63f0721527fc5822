package dev.convoy.nn;

import dev.convoy.kernel.Normalisation;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Map;

/**
 * Normalisation of groups of channels of every image by themselves, as {@code torch.nn.GroupNorm}: {@code (x - mean) /
 * sqrt(variance + eps) * weight + bias}.
 *
 * <p>Input and output {@code [N, C, *]} with {@code C = numChannels}; weight and bias {@code [C]} if affine. Mean and
 * variance are those of {@code C / numGroups} neighbouring channels. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html">torch.nn.GroupNorm</a>
 */
public final class GroupNorm implements Layer {

    private final int numGroups;
    private final int numChannels;
    private final double eps;
    private final AffineState affine;

    /** With an eps of 1e-5, and a weight and a bias without values. */
    public GroupNorm(int numGroups, int numChannels) {
        this(numGroups, numChannels, 1e-5, true);
    }

    /** The parameters, if there are any, without values. */
    public GroupNorm(int numGroups, int numChannels, double eps, boolean affine) {
        this(numGroups, numChannels, eps, AffineState.of(Shape.of(numChannels), affine, affine));
        Arguments.atLeast("GroupNorm", "num_groups", numGroups, 1);
        Arguments.atLeast("GroupNorm", "num_channels", numChannels, 1);
        if (numChannels % numGroups != 0) {
            throw new IllegalArgumentException("GroupNorm expects num_channels to be divisible by num_groups = "
                    + numGroups + ", but it is " + numChannels);
        }
    }

    private GroupNorm(int numGroups, int numChannels, double eps, AffineState affine) {
        this.numGroups = numGroups;
        this.numChannels = numChannels;
        this.eps = eps;
        this.affine = affine;
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 2) {
            throw ShapeException.of(this, "expects [N, C, *] but receives " + input.rank() + " dimensions", input);
        }
        if (input.size(1) != numChannels) {
            throw ShapeException.of(
                    this, "expects " + numChannels + " input channels but receives " + input.size(1), input);
        }
        return input;
    }

    @Override
    public Tensor forward(Tensor input) {
        Shape shape = outputShape(input.shape());
        Tensor output = Tensor.zeros(shape);
        normalise(
                input,
                output,
                numChannels,
                numChannels / numGroups,
                shape.elements(2, shape.rank()),
                eps,
                affine.weight(this),
                affine.bias(this));
        return output;
    }

    /** Groups of neighbouring channels by themselves; weight and bias {@code [channels]} or null. */
    static void normalise(
            Tensor input,
            Tensor output,
            int channels,
            int group,
            int pixels,
            double eps,
            float[] weight,
            float[] bias) {
        float[] x = input.array();
        int step = group * pixels;
        for (int from = 0, channel = 0; from < x.length; from += step, channel = (channel + group) % channels) {
            Normalisation.Moments moments = Normalisation.moments(x, from, step, eps);
            for (int i = 0; i < group; i++) {
                double scale = moments.scale() * (weight == null ? 1 : weight[channel + i]);
                double shift = (bias == null ? 0 : bias[channel + i]) - moments.mean() * scale;
                Normalisation.affine(x, output.array(), from + i * pixels, pixels, (float) scale, (float) shift);
            }
        }
    }

    @Override
    public Map<String, Shape> parameterShapes() {
        return affine.shapes();
    }

    @Override
    public Map<String, Tensor> state() {
        return affine.state(this);
    }

    @Override
    public GroupNorm withState(Map<String, Tensor> state) {
        StateCheck.check(this, state);
        return new GroupNorm(numGroups, numChannels, eps, affine.with(state));
    }

    @Override
    public GroupNorm initialised(Generator generator) {
        return new GroupNorm(numGroups, numChannels, eps, affine.initialised());
    }

    @Override
    public String toString() {
        return "GroupNorm(" + numGroups + ", " + numChannels + ", eps=" + Arguments.number(eps) + ", affine="
                + Arguments.bool(affine.hasWeight()) + ")";
    }
}
