package dev.convoy.kernel.blocked;

import static dev.convoy.kernel.Kernel.BLOCK;

import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Transforms;

/**
 * The weights of 3x3 filters as {@link WinogradConvolution} multiplies by them, transformed in double, rounded once.
 */
final class WinogradWeights {

    private WinogradWeights() {}

    /**
     * @param weight {@code [outChannels, inChannels, 3, 3]}
     * @return {@code [component][panel][inBlocks * 16][blocks of the panel * 16]}; a panel is two blocks of outputs,
     *     the last is one where the blocks are odd; zeros where there is no channel
     */
    static float[] pack(float[] weight, int outChannels, int inChannels, int tile) {
        int inBlocks = (inChannels + BLOCK - 1) / BLOCK;
        int outBlocks = (outChannels + BLOCK - 1) / BLOCK;
        int n = tile + 2;
        float[] packed = new float
                [Math.multiplyExact(Math.multiplyExact(n * n * BLOCK * BLOCK, inBlocks), outBlocks)
                        + Kernel.LINE_START];
        double[][] matrix = matrix(tile);
        double[] components = new double[n * n];
        for (int first = 0; first < outBlocks; first += 2) {
            int width = Math.min(outBlocks - first, 2) * BLOCK;
            int outputs = Math.min(outChannels - first * BLOCK, width);
            for (int in = 0; in < inChannels; in++) {
                for (int out = 0; out < outputs; out++) {
                    transform(matrix, weight, ((first * BLOCK + out) * inChannels + in) * 9, components);
                    int at = Kernel.LINE_START + first * inBlocks * BLOCK * BLOCK + in * width + out;
                    for (int i = 0; i < n * n; i++, at += outBlocks * inBlocks * BLOCK * BLOCK) {
                        packed[at] = (float) components[i];
                    }
                }
            }
        }
        return packed;
    }

    /** {@code matrix * filter * transposed matrix}. */
    private static void transform(double[][] matrix, float[] weight, int offset, double[] components) {
        int n = matrix.length;
        for (int i = 0; i < n; i++) {
            double[] row = matrix[i];
            double left = row[0] * weight[offset] + row[1] * weight[offset + 3] + row[2] * weight[offset + 6];
            double middle = row[0] * weight[offset + 1] + row[1] * weight[offset + 4] + row[2] * weight[offset + 7];
            double right = row[0] * weight[offset + 2] + row[1] * weight[offset + 5] + row[2] * weight[offset + 8];
            for (int j = 0; j < n; j++) {
                double[] column = matrix[j];
                components[i * n + j] = left * column[0] + middle * column[1] + right * column[2];
            }
        }
    }

    private static double[][] matrix(int tile) {
        return tile == 4 ? matrix(3, 0, Transforms.A, -Transforms.A, Transforms.B, -Transforms.B) : matrix(3, 0, 1, -1);
    }

    /**
     * How a filter of so many taps becomes components: one row a point, its powers over the product of its distances
     * from the others; the last is infinity's.
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
