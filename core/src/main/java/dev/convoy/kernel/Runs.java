package dev.convoy.kernel;

import java.util.Arrays;

/**
 * A way through a row-major index space with a place in each of several arrays, one run at a time: the longest inner
 * stretch along which every array moves by one step. Used by one thread.
 *
 * <pre>{@code
 * for (Runs runs = new Runs(sizes, aSteps, bSteps); runs.next(); ) {
 *     … runs.length() elements, from runs.offset(0) in steps of runs.step(0), from runs.offset(1) …
 * }
 * }</pre>
 */
final class Runs {

    private final int[] sizes;
    private final int[][] steps;
    private final int[] index;
    private final int[] offsets;
    private final int rank;
    private boolean started;

    /**
     * Starts before the first run.
     *
     * @param sizes of the index space
     * @param steps for every array, how far a dimension's next index lies, 0 where the array repeats
     */
    Runs(int[] sizes, int[]... steps) {
        this.sizes = sizes.clone();
        this.steps = new int[steps.length][];
        Arrays.setAll(this.steps, i -> steps[i].clone());
        this.rank = merge();
        this.index = new int[rank];
        this.offsets = new int[steps.length];
    }

    /** Leaves out the dimensions of size 1, and makes one of neighbours that every array passes in one step. */
    private int merge() {
        int kept = 0;
        for (int dimension = 0; dimension < sizes.length; dimension++) {
            if (sizes[dimension] == 1) {
                continue;
            }
            boolean joins = kept > 0;
            for (int[] step : steps) {
                joins = joins && step[kept - 1] == step[dimension] * sizes[dimension];
            }
            int to = joins ? kept - 1 : kept++;
            sizes[to] = joins ? sizes[to] * sizes[dimension] : sizes[dimension];
            for (int[] step : steps) {
                step[to] = step[dimension];
            }
        }
        return kept;
    }

    /** Goes to the next run; false behind the last one. */
    boolean next() {
        if (!started) {
            started = true;
            return Arrays.stream(sizes, 0, rank).allMatch(size -> size > 0);
        }
        for (int dimension = rank - 2; dimension >= 0; dimension--) {
            move(dimension, 1);
            if (++index[dimension] < sizes[dimension]) {
                return true;
            }
            move(dimension, -sizes[dimension]);
            index[dimension] = 0;
        }
        return false;
    }

    private void move(int dimension, int count) {
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] += count * steps[i][dimension];
        }
    }

    /** The elements of a run. */
    int length() {
        return rank == 0 ? 1 : sizes[rank - 1];
    }

    /** Where the run starts in an array. */
    int offset(int array) {
        return offsets[array];
    }

    /** How far the run's next element lies in an array. */
    int step(int array) {
        return rank == 0 ? 0 : steps[array][rank - 1];
    }
}
