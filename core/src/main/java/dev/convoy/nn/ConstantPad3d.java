package dev.convoy.nn;

/**
 * Pads with one value, as {@code torch.nn.ConstantPad3d}.
 *
 * <p>Input {@code [*, D, H, W]}; output {@code [*, D', H', W']} with {@code D' = front + D + back}, {@code H' = top + H
 * + bottom} and {@code W' = left + W + right}. Negative padding crops. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ConstantPad3d.html">torch.nn.ConstantPad3d</a>
 */
public final class ConstantPad3d extends ConstantPadNd {

    /** The same padding on every side. */
    public ConstantPad3d(int padding, double value) {
        this(new int[] {padding}, value);
    }

    /** Padding left, right, top, bottom, front and back, or one number for every side. */
    public ConstantPad3d(int[] padding, double value) {
        super("ConstantPad3d", 3, padding, value);
    }

    @Override
    public String toString() {
        return withValue();
    }
}
