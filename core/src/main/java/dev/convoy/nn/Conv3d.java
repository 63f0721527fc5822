package dev.convoy.nn;

import dev.convoy.tensor.Tensor;

/**
 * A 3-D convolution, as {@code torch.nn.Conv3d}.
 *
 * <p>Input {@code [N, Cin, D, H, W]} or {@code [Cin, D, H, W]}; weight {@code [Cout, Cin / groups, kD, kH, kW]}; bias
 * {@code [Cout]} or none; output {@code [N, Cout, D', H', W']} with {@code D' = floor((D + 2 * padding - dilation * (kD
 * - 1) - 1) / stride) + 1}, and {@code H'} and {@code W'} likewise. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv3d.html">torch.nn.Conv3d</a>
 */
public final class Conv3d extends ConvNd<Conv3d> {

    private Conv3d(ConvArguments arguments, Tensor weight, Tensor bias) {
        super(arguments, weight, bias);
    }

    /** Starts from the arguments without a default; the kernel's size is one number or depth, height and width. */
    public static ConvBuilder<Conv3d> builder(int inChannels, int outChannels, int... kernelSize) {
        return new ConvBuilder<>(
                inChannels,
                outChannels,
                kernelSize,
                builder -> new Conv3d(new ConvArguments(builder, "Conv3d", 3), null, null));
    }

    @Override
    Conv3d with(ConvArguments arguments, Tensor weight, Tensor bias) {
        return new Conv3d(arguments, weight, bias);
    }
}
