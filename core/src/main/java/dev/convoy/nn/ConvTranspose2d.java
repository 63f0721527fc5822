package dev.convoy.nn;

import dev.convoy.tensor.Tensor;

/**
 * A transposed 2-D convolution, as {@code torch.nn.ConvTranspose2d}.
 *
 * <p>Input {@code [N, Cin, H, W]} or {@code [Cin, H, W]}; weight {@code [Cin, Cout / groups, kH, kW]}; bias
 * {@code [Cout]} or none; output {@code [N, Cout, H', W']} with {@code H' = (H - 1) * stride - 2 * padding + dilation *
 * (kH - 1) + outputPadding + 1}, and {@code W'} likewise. Immutable.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html">torch.nn.ConvTranspose2d</a>
 */
public final class ConvTranspose2d extends ConvNd<ConvTranspose2d> {

    private ConvTranspose2d(ConvArguments arguments, Tensor weight, Tensor bias) {
        super(arguments, weight, bias);
    }

    /** Starts from the arguments without a default; the kernel's size is one number or height and width. */
    public static ConvTransposeBuilder<ConvTranspose2d> builder(int inChannels, int outChannels, int... kernelSize) {
        return new ConvTransposeBuilder<>(
                inChannels,
                outChannels,
                kernelSize,
                builder -> new ConvTranspose2d(new ConvTransposeArguments(builder, "ConvTranspose2d", 2), null, null));
    }

    @Override
    ConvTranspose2d with(ConvArguments arguments, Tensor weight, Tensor bias) {
        return new ConvTranspose2d(arguments, weight, bias);
    }
}
