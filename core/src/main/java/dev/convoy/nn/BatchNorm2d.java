package dev.convoy.nn;

import dev.convoy.tensor.Tensor;
import java.util.Map;

/**
 * Batch normalisation of images in evaluation mode, as {@code torch.nn.BatchNorm2d}: {@code (x - running_mean) /
 * sqrt(running_var + eps) * weight + bias} with the channel's values.
 *
 * <p>Input and output {@code [N, C, H, W]} with {@code C = numFeatures}; weight, bias, running_mean and running_var
 * {@code [C]}; num_batches_tracked {@code []}. An element is one fused multiply-add with the channel's scale and shift,
 * which are computed in double precision. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html">torch.nn.BatchNorm2d</a>
 */
public final class BatchNorm2d extends BatchNorm<BatchNorm2d> {

    private BatchNorm2d(NormArguments arguments, Map<String, Tensor> state) {
        super(arguments, state);
    }

    /** Starts from the number of channels. */
    public static NormBuilder<BatchNorm2d> builder(int numFeatures) {
        return new NormBuilder<>("BatchNorm2d", numFeatures, true, arguments -> new BatchNorm2d(arguments, null));
    }

    @Override
    BatchNorm2d with(NormArguments arguments, Map<String, Tensor> state) {
        return new BatchNorm2d(arguments, state);
    }

    @Override
    boolean takes(int rank) {
        return rank == 4;
    }

    @Override
    String layout() {
        return "[N, C, H, W]";
    }
}
