package dev.convoy.nn;

/**
 * The largest value of each window, as {@code torch.nn.MaxPool2d}.
 *
 * <p>Input {@code [N, C, H, W]} or {@code [C, H, W]}; output the same with {@code H' = floor((H + 2 * padding -
 * dilation * (kernelSize - 1) - 1) / stride) + 1}, and {@code W'} likewise, or with {@code ceil} in {@code ceilMode},
 * where a window that would start in the padding behind the image is left out. Padding never is the largest value; a
 * NaN is. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html">torch.nn.MaxPool2d</a>
 */
public final class MaxPool2d extends MaxPoolNd {

    private MaxPool2d(MaxPoolBuilder<MaxPool2d> builder) {
        super(builder, "MaxPool2d", 2);
    }

    /** The window's size: one number or height and width. */
    public static MaxPoolBuilder<MaxPool2d> builder(int... kernelSize) {
        return new MaxPoolBuilder<>(kernelSize, MaxPool2d::new);
    }
}
