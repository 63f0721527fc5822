package dev.convoy.nn;

/**
 * The average of each window, as {@code torch.nn.AvgPool1d}.
 *
 * <p>Input {@code [N, C, L]} or {@code [C, L]}; output the same with {@code L' = floor((L + 2 * padding - kernelSize) /
 * stride) + 1}, or with {@code ceil} in {@code ceilMode}, where a window that would start in the padding behind the
 * image is left out. The sum of a window is divided by the count of its elements, those in the padding included unless
 * {@code countIncludePad} is false; what reaches over the padding never counts. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html">torch.nn.AvgPool1d</a>
 */
public final class AvgPool1d extends AvgPoolNd {

    private AvgPool1d(AvgPoolBuilder<AvgPool1d> builder) {
        super(builder, "AvgPool1d", 1);
    }

    /** The window's size: one number. */
    public static AvgPoolBuilder<AvgPool1d> builder(int... kernelSize) {
        return new AvgPoolBuilder<>(kernelSize, AvgPool1d::new);
    }
}
