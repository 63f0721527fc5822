package dev.convoy.nn;

import dev.convoy.tensor.Tensor;
import java.util.Map;

/**
 * Batch normalisation of vectors or sequences in evaluation mode, as {@code torch.nn.BatchNorm1d}: {@code (x -
 * running_mean) / sqrt(running_var + eps) * weight + bias} with the channel's values.
 *
 * <p>Input and output {@code [N, C]} or {@code [N, C, L]} with {@code C = numFeatures}; weight, bias, running_mean and
 * running_var {@code [C]}; num_batches_tracked {@code []}. An element is one fused multiply-add with the channel's
 * scale and shift, which are computed in double precision. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html">torch.nn.BatchNorm1d</a>
 */
public final class BatchNorm1d extends BatchNorm<BatchNorm1d> {

    private BatchNorm1d(NormArguments arguments, Map<String, Tensor> state) {
        super(arguments, state);
    }

    /** Starts from the number of channels. */
    public static NormBuilder<BatchNorm1d> builder(int numFeatures) {
        return new NormBuilder<>("BatchNorm1d", numFeatures, true, arguments -> new BatchNorm1d(arguments, null));
    }

    @Override
    BatchNorm1d with(NormArguments arguments, Map<String, Tensor> state) {
        return new BatchNorm1d(arguments, state);
    }

    @Override
    boolean takes(int rank) {
        return rank == 2 || rank == 3;
    }

    @Override
    String layout() {
        return "[N, C] or [N, C, L]";
    }
}
