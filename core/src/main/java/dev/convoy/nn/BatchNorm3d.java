package dev.convoy.nn;

import dev.convoy.tensor.Tensor;
import java.util.Map;

/**
 * Batch normalisation of volumes in evaluation mode, as {@code torch.nn.BatchNorm3d}: {@code (x - running_mean) /
 * sqrt(running_var + eps) * weight + bias} with the channel's values.
 *
 * <p>Input and output {@code [N, C, D, H, W]} with {@code C = numFeatures}; weight, bias, running_mean and running_var
 * {@code [C]}; num_batches_tracked {@code []}. An element is one fused multiply-add with the channel's scale and shift,
 * which are computed in double precision. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm3d.html">torch.nn.BatchNorm3d</a>
 */
public final class BatchNorm3d extends BatchNorm<BatchNorm3d> {

    private BatchNorm3d(NormArguments arguments, Map<String, Tensor> state) {
        super(arguments, state);
    }

    /** Starts from the number of channels. */
    public static NormBuilder<BatchNorm3d> builder(int numFeatures) {
        return new NormBuilder<>("BatchNorm3d", numFeatures, true, arguments -> new BatchNorm3d(arguments, null));
    }

    @Override
    BatchNorm3d with(NormArguments arguments, Map<String, Tensor> state) {
        return new BatchNorm3d(arguments, state);
    }

    @Override
    boolean takes(int rank) {
        return rank == 5;
    }

    @Override
    String layout() {
        return "[N, C, D, H, W]";
    }
}
