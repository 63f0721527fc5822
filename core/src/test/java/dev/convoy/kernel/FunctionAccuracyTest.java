package dev.convoy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.kernel.ElementFunction.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The functions of floats of all signs and exponents against float64, by the chosen kernel. Every
 * {@value #DEFAULT_STRIDE}th bit pattern, or as the system property {@value #STRIDE} says: 1 for all of them.
 */
class FunctionAccuracyTest {

    private static final String STRIDE = "convoy.accuracy.stride";
    private static final long DEFAULT_STRIDE = 4093;
    private static final int CHUNK = 4096;

    private static final Map<Kind, DoubleUnaryOperator> FORMULAS = new EnumMap<>(Map.of(
            Kind.EXP, StrictMath::exp,
            Kind.SIGMOID, FunctionAccuracyTest::sigmoid,
            Kind.SILU, x -> x * sigmoid(x),
            Kind.TANH, StrictMath::tanh,
            Kind.ERF, Erf::erf,
            Kind.GELU, x -> 0.5 * x * Erf.erfc(-x * Math.sqrt(0.5)),
            Kind.GELU_TANH, x -> x * sigmoid(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));

    private static double sigmoid(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    @Test
    void everyFunctionIsWithinTwoUlps() {
        long stride = Long.getLong(STRIDE, DEFAULT_STRIDE);
        FORMULAS.forEach((kind, formula) -> {
            double worst = 0;
            float worstAt = 0;
            float[] x = new float[CHUNK];
            float[] y = new float[CHUNK];
            for (long bits = 0; bits < 1L << 32; bits += CHUNK * stride) {
                for (int i = 0; i < CHUNK; i++) {
                    x[i] = Float.intBitsToFloat((int) (bits + i * stride));
                }
                Kernels.current().elements().apply(ElementFunction.of(kind), x, 0, y, 0, CHUNK);
                for (int i = 0; i < CHUNK; i++) {
                    double error = ulps(y[i], formula.applyAsDouble(x[i]));
                    if (!(error <= worst) && Float.isFinite(x[i])) {
                        worst = error;
                        worstAt = x[i];
                    }
                }
            }
            System.out.printf("%s: at most %.3f ulps off, at %s%n", kind, worst, worstAt);
            assertThat(worst).as("%s at %s", kind, worstAt).isLessThanOrEqualTo(2);
        });
    }

    private static double ulps(float actual, double expected) {
        float nearest = (float) expected;
        return actual == nearest ? 0 : Math.abs(actual - expected) / Math.ulp(nearest);
    }
}
