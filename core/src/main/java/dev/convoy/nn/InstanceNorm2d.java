package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Map;

/**
 * Normalisation of every channel of every image by itself, as {@code torch.nn.InstanceNorm2d} in evaluation mode:
 * {@code (x - mean) / sqrt(variance + eps) * weight + bias}. With track_running_stats, mean and variance are those of
 * the training.
 *
 * <p>Input and output {@code [N, C, H, W]} or {@code [C, H, W]} with {@code C = numFeatures}; weight and bias
 * {@code [C]} if affine, which is not the default; running_mean and running_var {@code [C]} and num_batches_tracked
 * {@code []} if tracked, which is not the default. Without all of these any {@code C} is taken, as in torch. Immutable.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html">torch.nn.InstanceNorm2d</a>
 */
public final class InstanceNorm2d extends NormBase<InstanceNorm2d> {

    private InstanceNorm2d(NormArguments arguments, Map<String, Tensor> state) {
        super(arguments, state);
    }

    /** Starts from the number of channels. */
    public static NormBuilder<InstanceNorm2d> builder(int numFeatures) {
        return new NormBuilder<>(
                "InstanceNorm2d", numFeatures, false, arguments -> new InstanceNorm2d(arguments, null));
    }

    @Override
    InstanceNorm2d with(NormArguments arguments, Map<String, Tensor> state) {
        return new InstanceNorm2d(arguments, state);
    }

    @Override
    public Shape outputShape(Shape input) {
        int rank = input.rank();
        if (rank != 3 && rank != 4) {
            throw ShapeException.of(
                    this, "expects [N, C, H, W] or [C, H, W] but receives " + rank + " dimensions", input);
        }
        if (arguments().affine() || arguments().trackRunningStats()) {
            checkChannels(input, input.size(-3));
        }
        if (!arguments().trackRunningStats() && pixels(input) == 1) {
            throw ShapeException.of(this, "expects more than 1 element in a channel", input);
        }
        return input;
    }

    private static int pixels(Shape input) {
        return input.elements(input.rank() - 2, input.rank());
    }

    @Override
    public Tensor forward(Tensor input) {
        Shape shape = outputShape(input.shape());
        int pixels = pixels(shape);
        if (arguments().trackRunningStats()) {
            return normalisedByRunningStats(input, pixels);
        }
        float[] weight = array("weight");
        float[] bias = array("bias");
        Tensor output = Tensor.zeros(shape);
        GroupNorm.normalise(
                input, output, shape.size(-3), 1, pixels, arguments().eps(), weight, bias);
        return output;
    }

    private float[] array(String name) {
        Tensor tensor = state().get(name);
        return tensor == null ? null : tensor.array();
    }
}
