package dev.convoy.kernel;

/** Products of matrices, many at a time; an element accumulates in the order of the inner index. */
public final class MatrixProduct {

    private MatrixProduct() {}

    /**
     * {@code y = a * b}, for {@code a} {@code [rows, depth]} and {@code b} {@code [depth, columns]}, for every index of
     * a batch; {@code y} holds the products one after the other.
     *
     * @param batch the batch's sizes
     * @param aSteps how far the next index of each dimension of the batch lies in {@code a}, 0 where {@code a} repeats
     * @param bSteps the same of {@code b}
     */
    public static void apply(
            Kernel kernel,
            int[] batch,
            float[] a,
            int[] aSteps,
            float[] b,
            int[] bSteps,
            int rows,
            int depth,
            int columns,
            float[] y) {
        FullyConnected packed = null;
        int packedOffset = -1;
        int yOffset = 0;
        for (Runs runs = new Runs(batch, aSteps, bSteps); runs.next(); ) {
            for (int i = 0; i < runs.length(); i++) {
                int bOffset = runs.offset(1) + i * runs.step(1);
                if (bOffset != packedOffset) {
                    packed = new FullyConnected(depth, columns, transposed(b, bOffset, depth, columns), null);
                    packedOffset = bOffset;
                }
                packed.apply(kernel, a, runs.offset(0) + i * runs.step(0), rows, y, yOffset);
                yOffset += rows * columns;
            }
        }
    }

    private static float[] transposed(float[] b, int offset, int depth, int columns) {
        float[] transposed = new float[depth * columns];
        for (int k = 0; k < depth; k++) {
            for (int column = 0; column < columns; column++) {
                transposed[column * depth + k] = b[offset + k * columns + column];
            }
        }
        return transposed;
    }
}
