package dev.convoy.nn;

import dev.convoy.kernel.Padding;

/** What the layers share that pad with the opposite side of the image. */
abstract sealed class CircularPadNd extends PadNd permits CircularPad1d, CircularPad2d, CircularPad3d {

    CircularPadNd(String layer, int dimensions, int[] padding) {
        super(layer, dimensions, Padding.Mode.CIRCULAR, padding);
    }
}
