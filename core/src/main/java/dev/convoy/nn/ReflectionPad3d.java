package dev.convoy.nn;

/**
 * Pads with the image mirrored at its edges, the edges themselves not repeated, as {@code torch.nn.ReflectionPad3d}.
 *
 * <p>Input {@code [N, C, D, H, W]} or {@code [C, D, H, W]}; output {@code [N, C, D', H', W']} with {@code D' = front +
 * D + back}, {@code H' = top + H + bottom} and {@code W' = left + W + right}. A side takes less padding than the input
 * is long. Negative padding crops. Immutable.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ReflectionPad3d.html">torch.nn.ReflectionPad3d</a>
 */
public final class ReflectionPad3d extends ReflectionPadNd {

    /** One number for every side, or left, right, top, bottom, front and back. */
    public ReflectionPad3d(int... padding) {
        super("ReflectionPad3d", 3, padding);
    }
}
