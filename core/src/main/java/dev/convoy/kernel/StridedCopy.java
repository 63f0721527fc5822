package dev.convoy.kernel;

/** Gathers elements at regular places of an array into a row-major one. */
public final class StridedCopy {

    private StridedCopy() {}

    /**
     * Copies {@code x[xOffset + sum of index[d] * xSteps[d]]} for every index, the last dimension's running fastest.
     *
     * @param sizes of the index space
     * @param xSteps how far a dimension's next element lies in {@code x}; 0 repeats, a negative one goes back
     * @param y receives the elements from 0 on
     */
    public static void apply(float[] x, int xOffset, int[] sizes, int[] xSteps, float[] y) {
        int to = 0;
        for (Runs runs = new Runs(sizes, xSteps); runs.next(); ) {
            int from = xOffset + runs.offset(0);
            int step = runs.step(0);
            int length = runs.length();
            if (step == 1) {
                System.arraycopy(x, from, y, to, length);
            } else {
                for (int i = 0; i < length; i++) {
                    y[to + i] = x[from + i * step];
                }
            }
            to += length;
        }
    }
}
