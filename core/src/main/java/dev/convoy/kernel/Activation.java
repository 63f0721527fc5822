package dev.convoy.kernel;

import java.util.function.DoubleUnaryOperator;

/**
 * Functions of one element that {@link Elements} has not, of all elements of {@code x} into {@code y}. What needs an
 * exponential is computed in double precision by {@link StrictMath}, whose results are the same on every JVM, and
 * rounded once. A NaN stays one.
 */
public final class Activation {

    private static final double SELU_ALPHA = 1.6732632423543772848170429916717;
    private static final double SELU_SCALE = 1.0507009873554804934193349852946;

    private Activation() {}

    /** The function of every element, rounded to float. */
    public static void apply(DoubleUnaryOperator function, float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] = (float) function.applyAsDouble(x[i]);
        }
    }

    /** {@code x / (1 + |x|)}. */
    public static void softsign(float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] / (1f + Math.abs(x[i]));
        }
    }

    /** {@code x} where it is above 0, {@code alpha * (exp(x) - 1)} elsewhere. */
    public static void elu(double alpha, float[] x, float[] y) {
        apply(v -> v > 0 ? v : alpha * StrictMath.expm1(v), x, y);
    }

    /** {@code scale * elu(x)} with the two constants of Klambauer et al., "Self-Normalizing Neural Networks", 2017. */
    public static void selu(float[] x, float[] y) {
        apply(v -> SELU_SCALE * (v > 0 ? v : SELU_ALPHA * StrictMath.expm1(v)), x, y);
    }

    /**
     * {@code x * tanh(log(1 + exp(x)))}, with {@code e = exp(x)} the equal {@code x * e * (e + 2) / (e * (e + 2) + 2)}.
     */
    public static void mish(float[] x, float[] y) {
        apply(
                v -> {
                    double e = StrictMath.exp(Math.min(v, 40));
                    double p = e * (e + 2);
                    return v * (p / (p + 2));
                },
                x,
                y);
    }

    /** {@code log(1 + exp(beta * x)) / beta}, or {@code x} where {@code beta * x} is above the threshold. */
    public static void softplus(double beta, double threshold, float[] x, float[] y) {
        apply(v -> v * beta > threshold ? v : StrictMath.log1p(StrictMath.exp(v * beta)) / beta, x, y);
    }
}
