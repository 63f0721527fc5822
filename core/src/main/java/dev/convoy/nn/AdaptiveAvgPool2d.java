package dev.convoy.nn;

import dev.convoy.kernel.AveragePooling;
import dev.convoy.kernel.Pooling;
import dev.convoy.kernel.Windows;

/**
 * The average of each window, the windows sharing the input evenly, as {@code torch.nn.AdaptiveAvgPool2d}.
 *
 * <p>Input {@code [N, C, H, W]} or {@code [C, H, W]}; output {@code [N, C, H', W']} with the sizes given. Output
 * {@code o} of a dimension sees the inputs from {@code floor(o * size / outputSize)} up to {@code ceil((o + 1) * size /
 * outputSize)}. Immutable.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html">torch.nn.AdaptiveAvgPool2d</a>
 */
public final class AdaptiveAvgPool2d extends AdaptivePoolNd {

    /** The output's size: one number or height and width; null, torch's None, keeps the input's. */
    public AdaptiveAvgPool2d(Integer... outputSize) {
        super("AdaptiveAvgPool2d", 2, outputSize);
    }

    @Override
    Pooling pooling(Windows[] windows) {
        return new AveragePooling(windows[0], windows[1], windows[2], false, 0);
    }
}
