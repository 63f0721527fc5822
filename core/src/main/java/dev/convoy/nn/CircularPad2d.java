package dev.convoy.nn;

/**
 * Pads with the opposite side of the image, as {@code torch.nn.CircularPad2d}.
 *
 * <p>Input {@code [N, C, H, W]} or {@code [C, H, W]}; output {@code [N, C, H', W']} with {@code H' = top + H + bottom}
 * and {@code W' = left + W + right}. A side takes at most as much padding as the input is long. Negative padding crops.
 * Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.CircularPad2d.html">torch.nn.CircularPad2d</a>
 */
public final class CircularPad2d extends CircularPadNd {

    /** One number for every side, or left, right, top and bottom. */
    public CircularPad2d(int... padding) {
        super("CircularPad2d", 2, padding);
    }
}
