package dev.convoy.nn;

import dev.convoy.tensor.Tensor;

/**
 * A 1-D convolution, as {@code torch.nn.Conv1d}.
 *
 * <p>Input {@code [N, Cin, L]} or {@code [Cin, L]}; weight {@code [Cout, Cin / groups, k]}; bias {@code [Cout]} or
 * none; output {@code [N, Cout, L']} with {@code L' = floor((L + 2 * padding - dilation * (k - 1) - 1) / stride) + 1}.
 * Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv1d.html">torch.nn.Conv1d</a>
 */
public final class Conv1d extends ConvNd<Conv1d> {

    private Conv1d(ConvArguments arguments, Tensor weight, Tensor bias) {
        super(arguments, weight, bias);
    }

    /** Starts from the arguments without a default; the kernel's size is one number. */
    public static ConvBuilder<Conv1d> builder(int inChannels, int outChannels, int... kernelSize) {
        return new ConvBuilder<>(
                inChannels,
                outChannels,
                kernelSize,
                builder -> new Conv1d(new ConvArguments(builder, "Conv1d", 1), null, null));
    }

    @Override
    Conv1d with(ConvArguments arguments, Tensor weight, Tensor bias) {
        return new Conv1d(arguments, weight, bias);
    }
}
