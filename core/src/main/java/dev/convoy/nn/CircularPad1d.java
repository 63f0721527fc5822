package dev.convoy.nn;

/**
 * Pads with the opposite side of the image, as {@code torch.nn.CircularPad1d}.
 *
 * <p>Input {@code [N, C, L]} or {@code [C, L]}; output {@code [N, C, L']} with {@code L' = left + L + right}. A side
 * takes at most as much padding as the input is long. Negative padding crops. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.CircularPad1d.html">torch.nn.CircularPad1d</a>
 */
public final class CircularPad1d extends CircularPadNd {

    /** One number for every side, or left and right. */
    public CircularPad1d(int... padding) {
        super("CircularPad1d", 1, padding);
    }
}
