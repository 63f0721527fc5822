package dev.convoy.kernel.blocked;

import static dev.convoy.kernel.Kernel.BLOCK;
import static dev.convoy.kernel.Transforms.A;
import static dev.convoy.kernel.Transforms.B;

import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.WinogradTile;

/**
 * The weights of 3x3 filters as {@link WinogradConvolution} multiplies by them, transformed in double, rounded once.
 */
final class WinogradWeights {

    private WinogradWeights() {}

    /**
     * @param weight {@code [outChannels, inChannels, 3, 3]}
     * @return {@code [point][panel][value][inBlocks * 16][blocks of the panel * 16]}, the values being those that
     *     belong to the point; a panel is two blocks of outputs, the last is one where the blocks are odd; zeros where
     *     there is no channel
     */
    static Packed pack(float[] weight, int outChannels, int inChannels, WinogradTile tile) {
        int inBlocks = (inChannels + BLOCK - 1) / BLOCK;
        int outBlocks = (outChannels + BLOCK - 1) / BLOCK;
        int n = tile.inputs();
        int block = Math.multiplyExact(inBlocks * BLOCK, outBlocks * BLOCK);
        float[] packed = new float[Math.toIntExact(floats(outChannels, inChannels, tile))];
        double[][] matrix = matrix(tile);
        double[] values = new double[n * n];
        for (int first = 0; first < outBlocks; first += 2) {
            int width = Math.min(outBlocks - first, 2) * BLOCK;
            int outputs = Math.min(outChannels - first * BLOCK, width);
            for (int in = 0; in < inChannels; in++) {
                for (int out = 0; out < outputs; out++) {
                    transform(matrix, weight, ((first * BLOCK + out) * inChannels + in) * 9, values);
                    int at = Kernel.LINE_START + in * width + out;
                    for (int i = 0; i < tile.points(); i++) {
                        for (int j = 0; j < tile.points(); j++) {
                            int to = at + first * BLOCK * inBlocks * BLOCK * tile.values(i) * tile.values(j);
                            for (int row = i; row < n; row += tile.points()) {
                                for (int column = j; column < n; column += tile.points()) {
                                    packed[to] = (float) values[row * n + column];
                                    to += inBlocks * BLOCK * width;
                                }
                            }
                            at += block * tile.values(i) * tile.values(j);
                        }
                    }
                }
            }
        }
        return new Packed(packed, Kernel.LINE_START);
    }

    /** The floats that packed weights take. */
    static long floats(int outChannels, int inChannels, WinogradTile tile) {
        int inBlocks = (inChannels + BLOCK - 1) / BLOCK;
        int outBlocks = (outChannels + BLOCK - 1) / BLOCK;
        return Kernel.LINE_START + (long) tile.inputs() * tile.inputs() * inBlocks * BLOCK * outBlocks * BLOCK;
    }

    /** {@code matrix * filter * transposed matrix}. */
    private static void transform(double[][] matrix, float[] weight, int offset, double[] values) {
        int n = matrix.length;
        for (int i = 0; i < n; i++) {
            double[] row = matrix[i];
            double left = row[0] * weight[offset] + row[1] * weight[offset + 3] + row[2] * weight[offset + 6];
            double middle = row[0] * weight[offset + 1] + row[1] * weight[offset + 4] + row[2] * weight[offset + 7];
            double right = row[0] * weight[offset + 2] + row[1] * weight[offset + 5] + row[2] * weight[offset + 8];
            for (int j = 0; j < n; j++) {
                double[] column = matrix[j];
                values[i * n + j] = left * column[0] + middle * column[1] + right * column[2];
            }
        }
    }

    private static double[][] matrix(WinogradTile tile) {
        return switch (tile) {
            case TWO -> matrix(3, 0, 1, -1);
            case FOUR -> matrix(3, 0, A, -A, B, -B);
            case FOUR_OF_STRIDE_2 -> {
                double[][] even = matrix(2, A, -A, B, -B);
                double[][] odd = matrix(1, A, -A, B, -B);
                double[][] matrix = new double[tile.inputs()][];
                for (int i = 0; i < matrix.length; i++) {
                    matrix[i] = i < even.length
                            ? new double[] {even[i][0], 0, even[i][1]}
                            : new double[] {0, odd[i - even.length][0], 0};
                }
                yield matrix;
            }
        };
    }

    /**
     * How a filter of so many taps becomes values: one row a point, its powers over the product of its distances from
     * the others; the last is infinity's.
     */
    static double[][] matrix(int taps, double... points) {
        double[][] matrix = new double[points.length + 1][taps];
        for (int i = 0; i < points.length; i++) {
            double distances = 1;
            for (int k = 0; k < points.length; k++) {
                distances *= k == i ? 1 : points[i] - points[k];
            }
            double power = 1;
            for (int tap = 0; tap < taps; tap++, power *= points[i]) {
                matrix[i][tap] = power / distances;
            }
        }
        matrix[points.length][taps - 1] = 1;
        return matrix;
    }
}
