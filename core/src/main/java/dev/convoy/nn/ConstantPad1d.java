package dev.convoy.nn;

/**
 * Pads with one value, as {@code torch.nn.ConstantPad1d}.
 *
 * <p>Input {@code [*, L]}; output {@code [*, L']} with {@code L' = left + L + right}. Negative padding crops.
 * Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ConstantPad1d.html">torch.nn.ConstantPad1d</a>
 */
public final class ConstantPad1d extends ConstantPadNd {

    /** The same padding on every side. */
    public ConstantPad1d(int padding, double value) {
        this(new int[] {padding}, value);
    }

    /** Padding left and right, or one number for every side. */
    public ConstantPad1d(int[] padding, double value) {
        super("ConstantPad1d", 1, padding, value);
    }

    @Override
    public String toString() {
        return withValue();
    }
}
