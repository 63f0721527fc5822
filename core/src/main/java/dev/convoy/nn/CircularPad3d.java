package dev.convoy.nn;

/**
 * Pads with the opposite side of the image, as {@code torch.nn.CircularPad3d}.
 *
 * <p>Input {@code [N, C, D, H, W]} or {@code [C, D, H, W]}; output {@code [N, C, D', H', W']} with {@code D' = front +
 * D + back}, {@code H' = top + H + bottom} and {@code W' = left + W + right}. A side takes at most as much padding as
 * the input is long. Negative padding crops. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.CircularPad3d.html">torch.nn.CircularPad3d</a>
 */
public final class CircularPad3d extends CircularPadNd {

    /** One number for every side, or left, right, top, bottom, front and back. */
    public CircularPad3d(int... padding) {
        super("CircularPad3d", 3, padding);
    }
}
