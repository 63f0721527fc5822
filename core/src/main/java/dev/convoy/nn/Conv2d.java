package dev.convoy.nn;

import dev.convoy.tensor.Tensor;

/**
 * A 2-D convolution, as {@code torch.nn.Conv2d}.
 *
 * <p>Input {@code [N, Cin, H, W]} or {@code [Cin, H, W]}; weight {@code [Cout, Cin / groups, kH, kW]}; bias
 * {@code [Cout]} or none; output {@code [N, Cout, H', W']} with {@code H' = floor((H + 2 * padding - dilation * (kH -
 * 1) - 1) / stride) + 1}, and {@code W'} likewise. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html">torch.nn.Conv2d</a>
 */
public final class Conv2d extends ConvNd<Conv2d> {

    private Conv2d(ConvArguments arguments, Tensor weight, Tensor bias) {
        super(arguments, weight, bias);
    }

    /** Starts from the arguments without a default; the kernel's size is one number or height and width. */
    public static ConvBuilder<Conv2d> builder(int inChannels, int outChannels, int... kernelSize) {
        return new ConvBuilder<>(
                inChannels,
                outChannels,
                kernelSize,
                builder -> new Conv2d(new ConvArguments(builder, "Conv2d", 2), null, null));
    }

    @Override
    Conv2d with(ConvArguments arguments, Tensor weight, Tensor bias) {
        return new Conv2d(arguments, weight, bias);
    }
}
