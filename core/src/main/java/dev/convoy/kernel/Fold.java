package dev.convoy.kernel;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/** Many elements to one, in double precision, in the order in which the array holds them. A NaN gives one. */
public final class Fold {

    private Fold() {}

    /**
     * Starts all of {@code y} at a value and takes in every element of {@code x}.
     *
     * @param x row-major of these sizes
     * @param ySteps how far the next index of each dimension lies in {@code y}, 0 where the dimension is reduced
     */
    public static void apply(
            DoubleBinaryOperator function, double start, int[] sizes, float[] x, int[] ySteps, double[] y) {
        Arrays.fill(y, start);
        int[] xSteps = new int[sizes.length];
        int step = 1;
        for (int dimension = sizes.length - 1; dimension >= 0; dimension--) {
            xSteps[dimension] = step;
            step *= sizes[dimension];
        }
        Runs runs = new Runs(sizes, xSteps, ySteps);
        int count = runs.length();
        int yStep = runs.step(1);
        while (runs.next()) {
            int from = runs.offset(0);
            int to = runs.offset(1);
            if (yStep == 0) {
                double value = y[to];
                for (int i = 0; i < count; i++) {
                    value = function.applyAsDouble(value, x[from + i]);
                }
                y[to] = value;
            } else {
                for (int i = 0; i < count; i++) {
                    y[to + i * yStep] = function.applyAsDouble(y[to + i * yStep], x[from + i]);
                }
            }
        }
    }
}
