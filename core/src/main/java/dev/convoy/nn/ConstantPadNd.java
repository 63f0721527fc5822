package dev.convoy.nn;

import dev.convoy.kernel.Padding;

/** What the layers share that pad with one value. */
abstract sealed class ConstantPadNd extends PadNd
        permits ConstantPad1d, ConstantPad2d, ConstantPad3d, ZeroPad1d, ZeroPad2d, ZeroPad3d {

    private final double value;

    ConstantPadNd(String layer, int dimensions, int[] padding, double value) {
        super(layer, dimensions, Padding.Mode.ZEROS, padding);
        this.value = value;
    }

    @Override
    float value() {
        return (float) value;
    }

    /** As torch prints a layer that names its value. */
    String withValue() {
        return type() + "(padding=" + padding() + ", value=" + Arguments.number(value) + ")";
    }
}
