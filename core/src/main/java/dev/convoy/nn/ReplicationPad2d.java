package dev.convoy.nn;

/**
 * Pads with the nearest edge of the image, as {@code torch.nn.ReplicationPad2d}.
 *
 * <p>Input {@code [N, C, H, W]} or {@code [C, H, W]}; output {@code [N, C, H', W']} with {@code H' = top + H + bottom}
 * and {@code W' = left + W + right}. Negative padding crops. Immutable.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ReplicationPad2d.html">torch.nn.ReplicationPad2d</a>
 */
public final class ReplicationPad2d extends ReplicationPadNd {

    /** One number for every side, or left, right, top and bottom. */
    public ReplicationPad2d(int... padding) {
        super("ReplicationPad2d", 2, padding);
    }
}
