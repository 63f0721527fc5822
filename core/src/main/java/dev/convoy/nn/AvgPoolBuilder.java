package dev.convoy.nn;

import java.util.function.Function;

/**
 * The arguments of an average pooling, with torch's names and defaults; each one number for all dimensions or one for
 * each.
 *
 * @param <L> the layer that is built
 */
public final class AvgPoolBuilder<L> {

    final int[] kernelSize;
    private final Function<AvgPoolBuilder<L>, L> constructor;
    int[] stride;
    int[] padding = {0};
    boolean ceilMode;
    boolean countIncludePad = true;
    Integer divisorOverride;

    AvgPoolBuilder(int[] kernelSize, Function<AvgPoolBuilder<L>, L> constructor) {
        this.kernelSize = kernelSize.clone();
        this.constructor = constructor;
    }

    /** The step between windows; the kernel's size by default. */
    public AvgPoolBuilder<L> stride(int... stride) {
        this.stride = stride.clone();
        return this;
    }

    /** Implicit zeros on every side; 0 by default, at most half of the kernel. */
    public AvgPoolBuilder<L> padding(int... padding) {
        this.padding = padding.clone();
        return this;
    }

    /** Whether a window may reach over the padded image's end; not by default. */
    public AvgPoolBuilder<L> ceilMode(boolean ceilMode) {
        this.ceilMode = ceilMode;
        return this;
    }

    /** Whether the zeros of the padding count in an average; so by default. */
    public AvgPoolBuilder<L> countIncludePad(boolean countIncludePad) {
        this.countIncludePad = countIncludePad;
        return this;
    }

    /** What a window's sum is divided by, in place of the count of its elements; {@code AvgPool1d} takes none. */
    public AvgPoolBuilder<L> divisorOverride(int divisorOverride) {
        this.divisorOverride = divisorOverride;
        return this;
    }

    /** @throws IllegalArgumentException if an argument is not one that torch takes */
    public L build() {
        return constructor.apply(this);
    }
}
