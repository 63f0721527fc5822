package dev.convoy.kernel;

/** Element-wise loops without the Vector API. */
final class ScalarElements implements Elements {

    @Override
    public void apply(ElementFunction function, float[] x, int xOffset, float[] y, int yOffset, int length) {
        for (int i = 0; i < length; i++) {
            y[yOffset + i] = ScalarFunctions.value(function, x[xOffset + i]);
        }
    }

    @Override
    public void add(
            ElementFunction function,
            float[] x,
            int xOffset,
            float[] y,
            int yOffset,
            float[] z,
            int zOffset,
            int length) {
        for (int i = 0; i < length; i++) {
            z[zOffset + i] = ScalarFunctions.value(function, x[xOffset + i] + y[yOffset + i]);
        }
    }

    @Override
    public void multiply(float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset, int length) {
        for (int i = 0; i < length; i++) {
            z[zOffset + i] = x[xOffset + i] * y[yOffset + i];
        }
    }

    @Override
    public void affine(
            ElementFunction function,
            float[] x,
            int xOffset,
            float[] scale,
            int scaleOffset,
            float[] shift,
            int shiftOffset,
            float[] y,
            int yOffset,
            int pixels) {
        for (int i = 0; i < pixels * Kernel.BLOCK; i++) {
            int channel = i % Kernel.BLOCK;
            float factor = scale[scaleOffset + channel];
            float scaled = shift == null
                    ? x[xOffset + i] * factor
                    : Math.fma(x[xOffset + i], factor, shift[shiftOffset + channel]);
            y[yOffset + i] = ScalarFunctions.value(function, scaled);
        }
    }
}
