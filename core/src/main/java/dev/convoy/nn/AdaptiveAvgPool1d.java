package dev.convoy.nn;

import dev.convoy.kernel.AveragePooling;
import dev.convoy.kernel.Pooling;
import dev.convoy.kernel.Windows;

/**
 * The average of each window, the windows sharing the input evenly, as {@code torch.nn.AdaptiveAvgPool1d}.
 *
 * <p>Input {@code [N, C, L]} or {@code [C, L]}; output {@code [N, C, L']} with the sizes given. Output {@code o} of a
 * dimension sees the inputs from {@code floor(o * size / outputSize)} up to {@code ceil((o + 1) * size / outputSize)}.
 * Immutable.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool1d.html">torch.nn.AdaptiveAvgPool1d</a>
 */
public final class AdaptiveAvgPool1d extends AdaptivePoolNd {

    /** The output's size: one number; null, torch's None, keeps the input's. */
    public AdaptiveAvgPool1d(Integer... outputSize) {
        super("AdaptiveAvgPool1d", 1, outputSize);
    }

    @Override
    Pooling pooling(Windows[] windows) {
        return new AveragePooling(windows[0], windows[1], windows[2], false, 0);
    }
}
