package dev.convoy.nn;

/**
 * The largest value of each window, as {@code torch.nn.MaxPool3d}.
 *
 * <p>Input {@code [N, C, D, H, W]} or {@code [C, D, H, W]}; output the same with {@code D' = floor((D + 2 * padding -
 * dilation * (kernelSize - 1) - 1) / stride) + 1}, and {@code H'} and {@code W'} likewise, or with {@code ceil} in
 * {@code ceilMode}, where a window that would start in the padding behind the image is left out. Padding never is the
 * largest value; a NaN is. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool3d.html">torch.nn.MaxPool3d</a>
 */
public final class MaxPool3d extends MaxPoolNd {

    private MaxPool3d(MaxPoolBuilder<MaxPool3d> builder) {
        super(builder, "MaxPool3d", 3);
    }

    /** The window's size: one number or depth, height and width. */
    public static MaxPoolBuilder<MaxPool3d> builder(int... kernelSize) {
        return new MaxPoolBuilder<>(kernelSize, MaxPool3d::new);
    }
}
