package dev.convoy.nn;

/**
 * The average of each window, as {@code torch.nn.AvgPool3d}.
 *
 * <p>Input {@code [N, C, D, H, W]} or {@code [C, D, H, W]}; output the same with {@code D' = floor((D + 2 * padding -
 * kernelSize) / stride) + 1}, and {@code H'} and {@code W'} likewise, or with {@code ceil} in {@code ceilMode}, where a
 * window that would start in the padding behind the image is left out. The sum of a window is divided by the count of
 * its elements, those in the padding included unless {@code countIncludePad} is false, or by {@code divisorOverride};
 * what reaches over the padding never counts. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool3d.html">torch.nn.AvgPool3d</a>
 */
public final class AvgPool3d extends AvgPoolNd {

    private AvgPool3d(AvgPoolBuilder<AvgPool3d> builder) {
        super(builder, "AvgPool3d", 3);
    }

    /** The window's size: one number or depth, height and width. */
    public static AvgPoolBuilder<AvgPool3d> builder(int... kernelSize) {
        return new AvgPoolBuilder<>(kernelSize, AvgPool3d::new);
    }
}
