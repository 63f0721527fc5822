package dev.convoy.kernel;

/** Element-wise loops over stretches of arrays. An output may lie where an input lies. Ranges are the caller's duty. */
public interface Elements {

    /** {@code y = function(x)}. */
    void apply(ElementFunction function, float[] x, int xOffset, float[] y, int yOffset, int length);

    /** {@code z = function(x + y)}. */
    void add(
            ElementFunction function,
            float[] x,
            int xOffset,
            float[] y,
            int yOffset,
            float[] z,
            int zOffset,
            int length);

    /** {@code z = x * y}. */
    void multiply(float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset, int length);

    /**
     * Each of {@code pixels} groups of {@link Kernel#BLOCK} neighbours scaled by the same {@link Kernel#BLOCK} scales
     * and shifted, one fused multiply-add an element: {@code y[p][c] = function(x[p][c] * scale[c] + shift[c])}.
     *
     * @param shift null for none: then {@code x * scale}, rounded once
     */
    void affine(
            ElementFunction function,
            float[] x,
            int xOffset,
            float[] scale,
            int scaleOffset,
            float[] shift,
            int shiftOffset,
            float[] y,
            int yOffset,
            int pixels);
}
