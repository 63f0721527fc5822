package dev.convoy.kernel;

/**
 * Loops over the windows of a rectangle of outputs, for the channels of one block. The elements of a window are taken
 * row by row. Where a window is empty {@code x} is not read. Ranges are the caller's duty; {@code y} is another array
 * than {@code x}.
 */
public interface WindowLoops {

    /**
     * The weighted sum of each window, starting from the bias, each step one fused multiply-add.
     *
     * @param w holds the weights of element {@code (r, k)} of a window, {@link Kernel#BLOCK} of them, at {@code wOffset
     *     + r * wStep + k * BLOCK}
     * @param bias holds {@link Kernel#BLOCK} of them from {@code biasOffset} on
     */
    void depthwise(
            WindowArea area,
            float[] x,
            int xOffset,
            float[] w,
            int wOffset,
            int wStep,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset);

    /** The largest element of each window: a NaN is the largest, and of nothing it is negative infinity. */
    void maximum(WindowArea area, float[] x, int xOffset, float[] y, int yOffset);

    /** The sum of each window in float64, divided by {@code divisor} and rounded once. */
    void average(WindowArea area, double divisor, float[] x, int xOffset, float[] y, int yOffset);
}
