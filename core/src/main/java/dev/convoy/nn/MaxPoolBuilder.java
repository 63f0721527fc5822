package dev.convoy.nn;

import java.util.function.Function;

/**
 * The arguments of a max pooling, with torch's names and defaults; each one number for all dimensions or one for each.
 *
 * @param <L> the layer that is built
 */
public final class MaxPoolBuilder<L> {

    final int[] kernelSize;
    private final Function<MaxPoolBuilder<L>, L> constructor;
    int[] stride;
    int[] padding = {0};
    int[] dilation = {1};
    boolean ceilMode;

    MaxPoolBuilder(int[] kernelSize, Function<MaxPoolBuilder<L>, L> constructor) {
        this.kernelSize = kernelSize.clone();
        this.constructor = constructor;
    }

    /** The step between windows; the kernel's size by default. */
    public MaxPoolBuilder<L> stride(int... stride) {
        this.stride = stride.clone();
        return this;
    }

    /** Implicit negative infinities on every side; 0 by default, at most half of the kernel. */
    public MaxPoolBuilder<L> padding(int... padding) {
        this.padding = padding.clone();
        return this;
    }

    /** The step between a window's elements; 1 by default. */
    public MaxPoolBuilder<L> dilation(int... dilation) {
        this.dilation = dilation.clone();
        return this;
    }

    /** Whether a window may reach over the padded image's end; not by default. */
    public MaxPoolBuilder<L> ceilMode(boolean ceilMode) {
        this.ceilMode = ceilMode;
        return this;
    }

    /** @throws IllegalArgumentException if an argument is not one that torch takes */
    public L build() {
        return constructor.apply(this);
    }
}
