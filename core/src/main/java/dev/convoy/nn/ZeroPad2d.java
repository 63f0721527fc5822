package dev.convoy.nn;

/**
 * Pads with zeros, as {@code torch.nn.ZeroPad2d}.
 *
 * <p>Input {@code [*, H, W]}; output {@code [*, H', W']} with {@code H' = top + H + bottom} and {@code W' = left + W +
 * right}. Negative padding crops. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html">torch.nn.ZeroPad2d</a>
 */
public final class ZeroPad2d extends ConstantPadNd {

    /** One number for every side, or left, right, top and bottom. */
    public ZeroPad2d(int... padding) {
        super("ZeroPad2d", 2, padding, 0);
    }
}
