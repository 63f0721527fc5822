package dev.convoy.nn;

/**
 * Pads with the image mirrored at its edges, the edges themselves not repeated, as {@code torch.nn.ReflectionPad1d}.
 *
 * <p>Input {@code [N, C, L]} or {@code [C, L]}; output {@code [N, C, L']} with {@code L' = left + L + right}. A side
 * takes less padding than the input is long. Negative padding crops. Immutable.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ReflectionPad1d.html">torch.nn.ReflectionPad1d</a>
 */
public final class ReflectionPad1d extends ReflectionPadNd {

    /** One number for every side, or left and right. */
    public ReflectionPad1d(int... padding) {
        super("ReflectionPad1d", 1, padding);
    }
}
