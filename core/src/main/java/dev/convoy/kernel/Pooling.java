package dev.convoy.kernel;

/** One value from each window of a channel. Immutable; shared by threads. */
public sealed interface Pooling permits MaxPooling, AveragePooling {

    /**
     * Pools one channel.
     *
     * @param x holds a volume of {@code size} from {@code xOffset} on
     * @param y receives one value for every slice, row and column of windows, from {@code yOffset} on
     */
    void apply(float[] x, int xOffset, Extent size, float[] y, int yOffset);
}
