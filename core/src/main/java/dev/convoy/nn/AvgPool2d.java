package dev.convoy.nn;

/**
 * The average of each window, as {@code torch.nn.AvgPool2d}.
 *
 * <p>Input {@code [N, C, H, W]} or {@code [C, H, W]}; output the same with {@code H' = floor((H + 2 * padding -
 * kernelSize) / stride) + 1}, and {@code W'} likewise, or with {@code ceil} in {@code ceilMode}, where a window that
 * would start in the padding behind the image is left out. The sum of a window is divided by the count of its elements,
 * those in the padding included unless {@code countIncludePad} is false, or by {@code divisorOverride}; what reaches
 * over the padding never counts. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html">torch.nn.AvgPool2d</a>
 */
public final class AvgPool2d extends AvgPoolNd {

    private AvgPool2d(AvgPoolBuilder<AvgPool2d> builder) {
        super(builder, "AvgPool2d", 2);
    }

    /** The window's size: one number or height and width. */
    public static AvgPoolBuilder<AvgPool2d> builder(int... kernelSize) {
        return new AvgPoolBuilder<>(kernelSize, AvgPool2d::new);
    }
}
