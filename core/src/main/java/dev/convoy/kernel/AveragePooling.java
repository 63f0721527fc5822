package dev.convoy.kernel;

/**
 * The average of each window, as {@code torch.nn.functional.avg_pool3d}. Up to 16 neighbours of a row are added in
 * float32, these sums in float64 in the order slice, row, column, which is divided and rounded once: as exact as adding
 * all in float64 but for a unit in the last place, and vectors do most of it. A window without an element in the image
 * gives 0.
 *
 * @param countIncludePad whether padding counts in the divisor
 * @param divisorOverride the divisor, or 0 for the count of elements
 */
public record AveragePooling(
        Windows slices, Windows rows, Windows columns, boolean countIncludePad, int divisorOverride)
        implements Pooling {

    /** So many neighbours of a row are added in float32. */
    static final int RUN = 16;

    @Override
    public void apply(float[] x, int xOffset, Extent size, float[] y, int yOffset) {
        int to = yOffset;
        for (int i = 0; i < slices.outputs(); i++) {
            for (int j = 0; j < rows.outputs(); j++) {
                for (int k = 0; k < columns.outputs(); k++) {
                    double sum = 0;
                    for (int slice = slices.from()[i]; slice < slices.to()[i]; slice++) {
                        for (int row = rows.from()[j]; row < rows.to()[j]; row++) {
                            int line = xOffset + (slice * size.height() + row) * size.width();
                            for (int column = columns.from()[k], end; column < columns.to()[k]; column = end) {
                                end = Math.min(column + RUN, columns.to()[k]);
                                float run = x[line + column];
                                for (int next = column + 1; next < end; next++) {
                                    run += x[line + next];
                                }
                                sum += run;
                            }
                        }
                    }
                    boolean empty = slices.inside(i) == 0 || rows.inside(j) == 0 || columns.inside(k) == 0;
                    y[to++] = empty ? 0f : (float) (sum / divisor(i, j, k));
                }
            }
        }
    }

    private double divisor(int slice, int row, int column) {
        if (divisorOverride != 0) {
            return divisorOverride;
        }
        return countIncludePad
                ? (double) slices.covered()[slice] * rows.covered()[row] * columns.covered()[column]
                : (double) slices.inside(slice) * rows.inside(row) * columns.inside(column);
    }
}
