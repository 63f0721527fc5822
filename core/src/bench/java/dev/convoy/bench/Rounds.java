package dev.convoy.bench;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.openjdk.jmh.results.RunResult;

/**
 * What was measured of one piece of work, a number a round. Numbers of different pieces are combined round by round, so
 * that what slows a round down does not enter their ratio.
 */
record Rounds(double[] values) {

    /** What a benchmark that does one round an iteration counted under this name. */
    static Rounds of(RunResult result, String counter) {
        return new Rounds(result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(round -> round.getSecondaryResults().get(counter).getScore())
                .toArray());
    }

    private Rounds with(Rounds other, DoubleBinaryOperator operator) {
        double[] combined = new double[values.length];
        Arrays.setAll(combined, i -> operator.applyAsDouble(values[i], other.values[i]));
        return new Rounds(combined);
    }

    Rounds over(Rounds other) {
        return with(other, (a, b) -> a / b);
    }

    double median() {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
