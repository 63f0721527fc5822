package dev.convoy.nn;

import dev.convoy.kernel.MaxPooling;
import dev.convoy.kernel.Pooling;
import dev.convoy.kernel.Windows;

/**
 * The largest value of each window, the windows sharing the input evenly, as {@code torch.nn.AdaptiveMaxPool1d}.
 *
 * <p>Input {@code [N, C, L]} or {@code [C, L]}; output {@code [N, C, L']} with the sizes given. Output {@code o} of a
 * dimension sees the inputs from {@code floor(o * size / outputSize)} up to {@code ceil((o + 1) * size / outputSize)}.
 * Immutable.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool1d.html">torch.nn.AdaptiveMaxPool1d</a>
 */
public final class AdaptiveMaxPool1d extends AdaptivePoolNd {

    /** The output's size: one number; null, torch's None, keeps the input's. */
    public AdaptiveMaxPool1d(Integer... outputSize) {
        super("AdaptiveMaxPool1d", 1, outputSize);
    }

    @Override
    Pooling pooling(Windows[] windows) {
        return new MaxPooling(windows[0], windows[1], windows[2]);
    }
}
