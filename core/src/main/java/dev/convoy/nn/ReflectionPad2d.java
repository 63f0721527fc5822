package dev.convoy.nn;

/**
 * Pads with the image mirrored at its edges, the edges themselves not repeated, as {@code torch.nn.ReflectionPad2d}.
 *
 * <p>Input {@code [N, C, H, W]} or {@code [C, H, W]}; output {@code [N, C, H', W']} with {@code H' = top + H + bottom}
 * and {@code W' = left + W + right}. A side takes less padding than the input is long. Negative padding crops.
 * Immutable.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html">torch.nn.ReflectionPad2d</a>
 */
public final class ReflectionPad2d extends ReflectionPadNd {

    /** One number for every side, or left, right, top and bottom. */
    public ReflectionPad2d(int... padding) {
        super("ReflectionPad2d", 2, padding);
    }
}
