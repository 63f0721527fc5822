package dev.convoy.kernel;

/** The largest value of each window, as {@code torch.nn.functional.max_pool3d}: a NaN in a window is its maximum. */
public record MaxPooling(Windows slices, Windows rows, Windows columns) implements Pooling {

    @Override
    public void apply(float[] x, int xOffset, Extent size, float[] y, int yOffset) {
        int to = yOffset;
        for (int i = 0; i < slices.outputs(); i++) {
            for (int j = 0; j < rows.outputs(); j++) {
                for (int k = 0; k < columns.outputs(); k++) {
                    float largest = Float.NEGATIVE_INFINITY;
                    for (int slice = slices.from()[i]; slice < slices.to()[i]; slice += slices.step()) {
                        for (int row = rows.from()[j]; row < rows.to()[j]; row += rows.step()) {
                            int line = xOffset + (slice * size.height() + row) * size.width();
                            for (int column = columns.from()[k]; column < columns.to()[k]; column += columns.step()) {
                                largest = Math.max(largest, x[line + column]);
                            }
                        }
                    }
                    y[to++] = largest;
                }
            }
        }
    }
}
