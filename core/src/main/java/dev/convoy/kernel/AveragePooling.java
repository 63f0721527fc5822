package dev.convoy.kernel;

/**
 * The average of each window, as {@code torch.nn.functional.avg_pool3d}. A window's elements are added in float64 in
 * the order slice, row, column, divided, and rounded once; a window without an element in the image gives 0.
 *
 * @param countIncludePad whether padding counts in the divisor
 * @param divisorOverride the divisor, or 0 for the count of elements
 */
public record AveragePooling(
        Windows slices, Windows rows, Windows columns, boolean countIncludePad, int divisorOverride)
        implements Pooling {

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
                            for (int column = columns.from()[k]; column < columns.to()[k]; column++) {
                                sum += x[line + column];
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
