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
        for (int out = 0; out < outChannels; out++) {
            int first = out / BLOCK / 2 * 2;
            int width = Math.min(outBlocks - first, 2) * BLOCK;
            for (int in = 0; in < inChannels; in++) {
                transform(matrix, weight, (out * inChannels + in) * 9, components);
                for (int i = 0; i < n * n; i++) {
                    int start = Kernel.LINE_START + (i * outBlocks + first) * inBlocks * BLOCK * BLOCK;
                    int at = start + in * width + out - first * BLOCK;
                    packed[at] = (float) components[i];
                }
            }
        }
        return packed;
    }

    /** {@code matrix * filter * transposed matrix}. */
    private static void transform(double[][] matrix, float[] weight, int offset, double[] components) {
        int n = matrix.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < 9; k++) {
                    sum += matrix[i][k / 3] * matrix[j][k % 3] * weight[offset + k];
                }
                components[i * n + j] = sum;
            }
        }
    }

    /** One row a point: its powers over the product of its distances from the others; the last is infinity's. */
    private static double[][] matrix(int tile) {
        double[] points = tile == 4
                ? new double[] {0, Transforms.A, -Transforms.A, Transforms.B, -Transforms.B}
                : new double[] {0, 1, -1};
        double[][] matrix = new double[points.length + 1][];
        for (int i = 0; i < points.length; i++) {
            double distances = 1;
            for (int k = 0; k < points.length; k++) {
                distances *= k == i ? 1 : points[i] - points[k];
            }
            matrix[i] = new double[] {1 / distances, points[i] / distances, points[i] * points[i] / distances};
        }
        matrix[points.length] = new double[] {0, 0, 1};
        return matrix;
    }
}
