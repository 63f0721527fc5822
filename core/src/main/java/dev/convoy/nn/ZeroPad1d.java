package dev.convoy.nn;

/**
 * Pads with zeros, as {@code torch.nn.ZeroPad1d}.
 *
 * <p>Input {@code [*, L]}; output {@code [*, L']} with {@code L' = left + L + right}. Negative padding crops.
 * Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ZeroPad1d.html">torch.nn.ZeroPad1d</a>
 */
public final class ZeroPad1d extends ConstantPadNd {

    /** One number for every side, or left and right. */
    public ZeroPad1d(int... padding) {
        super("ZeroPad1d", 1, padding, 0);
    }
}
