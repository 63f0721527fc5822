package dev.convoy.nn;

/**
 * Pads with the nearest edge of the image, as {@code torch.nn.ReplicationPad1d}.
 *
 * <p>Input {@code [N, C, L]} or {@code [C, L]}; output {@code [N, C, L']} with {@code L' = left + L + right}. Negative
 * padding crops. Immutable.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ReplicationPad1d.html">torch.nn.ReplicationPad1d</a>
 */
public final class ReplicationPad1d extends ReplicationPadNd {

    /** One number for every side, or left and right. */
    public ReplicationPad1d(int... padding) {
        super("ReplicationPad1d", 1, padding);
    }
}
