package dev.convoy.nn;

import dev.convoy.kernel.Padding;

/** What the layers share that pad with the image mirrored at its edges, the edges themselves not repeated. */
abstract sealed class ReflectionPadNd extends PadNd permits ReflectionPad1d, ReflectionPad2d, ReflectionPad3d {

    ReflectionPadNd(String layer, int dimensions, int[] padding) {
        super(layer, dimensions, Padding.Mode.REFLECT, padding);
    }
}
