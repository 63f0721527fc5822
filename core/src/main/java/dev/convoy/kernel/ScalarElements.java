package dev.convoy.kernel;

/** Element-wise loops without the Vector API. */
final class ScalarElements implements Elements {

    private static float value(ElementFunction function, float x) {
        return switch (function.kind()) {
            case IDENTITY -> x;
            case CLAMP -> Math.min(Math.max(x, function.a()), function.b());
            case LEAKY_RELU -> x > 0 ? x : function.a() * x;
            case SIGMOID -> (float) (1 / (1 + StrictMath.exp(-x)));
            case SILU -> (float) (x / (1 + StrictMath.exp(-x)));
            case TANH -> (float) StrictMath.tanh(x);
            case GELU -> (float) (0.5 * x * Erf.erfc(-x * Math.sqrt(0.5)));
            case EXP -> (float) StrictMath.exp(x);
            case HARDSIGMOID -> Math.min(Math.max(x + 3f, 0f), 6f) / 6f;
            case HARDSWISH -> x * Math.min(Math.max(x + 3f, 0f), 6f) / 6f;
        };
    }

    @Override
    public void apply(ElementFunction function, float[] x, int xOffset, float[] y, int yOffset, int length) {
        for (int i = 0; i < length; i++) {
            y[yOffset + i] = value(function, x[xOffset + i]);
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
            z[zOffset + i] = value(function, x[xOffset + i] + y[yOffset + i]);
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
            y[yOffset + i] = value(function, scaled);
        }
    }
}
