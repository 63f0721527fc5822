package dev.convoy.nn;

/**
 * Pads with one value, as {@code torch.nn.ConstantPad2d}.
 *
 * <p>Input {@code [*, H, W]}; output {@code [*, H', W']} with {@code H' = top + H + bottom} and {@code W' = left + W +
 * right}. Negative padding crops. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ConstantPad2d.html">torch.nn.ConstantPad2d</a>
 */
public final class ConstantPad2d extends ConstantPadNd {

    /** The same padding on every side. */
    public ConstantPad2d(int padding, double value) {
        this(new int[] {padding}, value);
    }

    /** Padding left, right, top and bottom, or one number for every side. */
    public ConstantPad2d(int[] padding, double value) {
        super("ConstantPad2d", 2, padding, value);
    }

    @Override
    public String toString() {
        return withValue();
    }
}
