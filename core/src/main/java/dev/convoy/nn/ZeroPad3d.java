package dev.convoy.nn;

/**
 * Pads with zeros, as {@code torch.nn.ZeroPad3d}.
 *
 * <p>Input {@code [*, D, H, W]}; output {@code [*, D', H', W']} with {@code D' = front + D + back}, {@code H' = top + H
 * + bottom} and {@code W' = left + W + right}. Negative padding crops. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ZeroPad3d.html">torch.nn.ZeroPad3d</a>
 */
public final class ZeroPad3d extends ConstantPadNd {

    /** One number for every side, or left, right, top, bottom, front and back. */
    public ZeroPad3d(int... padding) {
        super("ZeroPad3d", 3, padding, 0);
    }
}
