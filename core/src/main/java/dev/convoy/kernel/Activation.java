package dev.convoy.kernel;

/** Functions of one element. */
public final class Activation {

    private Activation() {}

    /** {@code max(x, 0)}; a NaN stays one. */
    public static void relu(float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] <= 0f ? 0f : x[i];
        }
    }
}
