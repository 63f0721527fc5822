package dev.convoy.nn;

/**
 * Pads with the nearest edge of the image, as {@code torch.nn.ReplicationPad3d}.
 *
 * <p>Input {@code [N, C, D, H, W]} or {@code [C, D, H, W]}; output {@code [N, C, D', H', W']} with {@code D' = front +
 * D + back}, {@code H' = top + H + bottom} and {@code W' = left + W + right}. Negative padding crops. Immutable.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ReplicationPad3d.html">torch.nn.ReplicationPad3d</a>
 */
public final class ReplicationPad3d extends ReplicationPadNd {

    /** One number for every side, or left, right, top, bottom, front and back. */
    public ReplicationPad3d(int... padding) {
        super("ReplicationPad3d", 3, padding);
    }
}
