package dev.convoy.nn;

import dev.convoy.kernel.Padding;

/** What the layers share that pad with the nearest edge of the image. */
abstract sealed class ReplicationPadNd extends PadNd permits ReplicationPad1d, ReplicationPad2d, ReplicationPad3d {

    ReplicationPadNd(String layer, int dimensions, int[] padding) {
        super(layer, dimensions, Padding.Mode.REPLICATE, padding);
    }
}
