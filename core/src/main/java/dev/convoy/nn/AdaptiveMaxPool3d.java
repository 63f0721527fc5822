package dev.convoy.nn;

import dev.convoy.kernel.MaxPooling;
import dev.convoy.kernel.Pooling;
import dev.convoy.kernel.Windows;

/**
 * The largest value of each window, the windows sharing the input evenly, as {@code torch.nn.AdaptiveMaxPool3d}.
 *
 * <p>Input {@code [N, C, D, H, W]} or {@code [C, D, H, W]}; output {@code [N, C, D', H', W']} with the sizes given.
 * Output {@code o} of a dimension sees the inputs from {@code floor(o * size / outputSize)} up to {@code ceil((o + 1) *
 * size / outputSize)}. Immutable.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool3d.html">torch.nn.AdaptiveMaxPool3d</a>
 */
public final class AdaptiveMaxPool3d extends AdaptivePoolNd {

    /** The output's size: one number or depth, height and width; null, torch's None, keeps the input's. */
    public AdaptiveMaxPool3d(Integer... outputSize) {
        super("AdaptiveMaxPool3d", 3, outputSize);
    }

    @Override
    Pooling pooling(Windows[] windows) {
        return new MaxPooling(windows[0], windows[1], windows[2]);
    }
}
