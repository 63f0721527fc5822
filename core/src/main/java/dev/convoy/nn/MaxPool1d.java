package dev.convoy.nn;

/**
 * The largest value of each window, as {@code torch.nn.MaxPool1d}.
 *
 * <p>Input {@code [N, C, L]} or {@code [C, L]}; output the same with {@code L' = floor((L + 2 * padding - dilation *
 * (kernelSize - 1) - 1) / stride) + 1}, or with {@code ceil} in {@code ceilMode}, where a window that would start in
 * the padding behind the image is left out. Padding never is the largest value; a NaN is. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html">torch.nn.MaxPool1d</a>
 */
public final class MaxPool1d extends MaxPoolNd {

    private MaxPool1d(MaxPoolBuilder<MaxPool1d> builder) {
        super(builder, "MaxPool1d", 1);
    }

    /** The window's size: one number. */
    public static MaxPoolBuilder<MaxPool1d> builder(int... kernelSize) {
        return new MaxPoolBuilder<>(kernelSize, MaxPool1d::new);
    }
}
