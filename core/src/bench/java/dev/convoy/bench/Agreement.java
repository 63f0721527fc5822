package dev.convoy.bench;

import dev.convoy.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/** That engines compute the same: what is measured is worth nothing otherwise. */
public final class Agreement {

    private static final double TOLERANCE = 1e-4;

    private Agreement() {}

    /**
     * Runs every engine once and compares its output with the first one's.
     *
     * @throws IllegalStateException if the norm of a difference is above 1e-4 of the norm; it names engine and error
     */
    static void check(String network, List<Engine> engines) {
        Tensor expected = null;
        for (Engine engine : engines) {
            engine.run();
            Tensor actual = engine.output();
            expected = expected == null ? actual : expected;
            if (!actual.shape().equals(expected.shape())) {
                throw new IllegalStateException(network + ": the output of " + engine.name() + " is " + actual.shape()
                        + ", that of " + engines.get(0).name() + " is " + expected.shape());
            }
            double error = error(expected.array(), actual.array());
            if (!(error < TOLERANCE)) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT,
                        "%s: the output of %s differs from that of %s by %.2g of its norm, more than %.0g",
                        network,
                        engine.name(),
                        engines.get(0).name(),
                        error,
                        TOLERANCE));
            }
        }
    }

    /** The norm of the difference over the norm of what is expected; NaN where that is 0. */
    public static double error(float[] expected, float[] actual) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            double d = (double) actual[i] - expected[i];
            difference += d * d;
            norm += (double) expected[i] * expected[i];
        }
        return Math.sqrt(difference / norm);
    }
}
