package dev.convoy.nn;

import dev.convoy.kernel.AveragePooling;
import dev.convoy.kernel.Pooling;
import dev.convoy.kernel.Windows;

/**
 * The average of each window, the windows sharing the input evenly, as {@code torch.nn.AdaptiveAvgPool3d}.
 *
 * <p>Input {@code [N, C, D, H, W]} or {@code [C, D, H, W]}; output {@code [N, C, D', H', W']} with the sizes given.
 * Output {@code o} of a dimension sees the inputs from {@code floor(o * size / outputSize)} up to {@code ceil((o + 1) *
 * size / outputSize)}. Immutable.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool3d.html">torch.nn.AdaptiveAvgPool3d</a>
 */
public final class AdaptiveAvgPool3d extends AdaptivePoolNd {

    /** The output's size: one number or depth, height and width; null, torch's None, keeps the input's. */
    public AdaptiveAvgPool3d(Integer... outputSize) {
        super("AdaptiveAvgPool3d", 3, outputSize);
    }

    @Override
    Pooling pooling(Windows[] windows) {
        return new AveragePooling(windows[0], windows[1], windows[2], false, 0);
    }
}
