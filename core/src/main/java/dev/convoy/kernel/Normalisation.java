package dev.convoy.kernel;

import java.util.Arrays;

/**
 * Normalisation by means and variances. Statistics accumulate in double precision in the order in which the array holds
 * the elements; the variance is the mean of the squared distances from the mean, in a second pass.
 */
public final class Normalisation {

    /**
     * What normalises elements.
     *
     * @param mean of the elements
     * @param scale {@code 1 / sqrt(variance + eps)}
     */
    public record Moments(double mean, double scale) {}

    private Normalisation() {}

    /** Of {@code count} neighbouring elements. */
    public static Moments moments(float[] x, int offset, int count, double eps) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += x[offset + i];
        }
        double mean = sum / count;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double distance = x[offset + i] - mean;
            squares = Math.fma(distance, distance, squares);
        }
        return new Moments(mean, 1 / Math.sqrt(squares / count + eps));
    }

    /** {@code y = x * scale + shift} of {@code count} neighbouring elements, each one fused multiply-add. */
    public static void affine(float[] x, float[] y, int offset, int count, float scale, float shift) {
        for (int i = 0; i < count; i++) {
            y[offset + i] = Math.fma(x[offset + i], scale, shift);
        }
    }

    /** {@code count} neighbouring elements by their own moments, each with its weight and bias, 1 and 0 where null. */
    public static void row(float[] x, float[] y, int offset, int count, double eps, float[] weight, float[] bias) {
        Moments moments = moments(x, offset, count, eps);
        for (int i = 0; i < count; i++) {
            double normal = (x[offset + i] - moments.mean) * moments.scale;
            y[offset + i] = scaled(normal, weight, bias, i);
        }
    }

    private static float scaled(double normal, float[] weight, float[] bias, int i) {
        return (float) Math.fma(normal, weight == null ? 1 : weight[i], bias == null ? 0 : bias[i]);
    }

    /** {@code [channels, pixels]} at {@code offset}: every pixel over its channels, each with its weight and bias. */
    public static void channels(
            float[] x, float[] y, int offset, int channels, int pixels, double eps, float[] weight, float[] bias) {
        double[] mean = new double[pixels];
        double[] scale = new double[pixels];
        for (int channel = 0, from = offset; channel < channels; channel++, from += pixels) {
            for (int p = 0; p < pixels; p++) {
                mean[p] += x[from + p];
            }
        }
        for (int p = 0; p < pixels; p++) {
            mean[p] /= channels;
        }
        for (int channel = 0, from = offset; channel < channels; channel++, from += pixels) {
            for (int p = 0; p < pixels; p++) {
                double distance = x[from + p] - mean[p];
                scale[p] = Math.fma(distance, distance, scale[p]);
            }
        }
        for (int p = 0; p < pixels; p++) {
            scale[p] = 1 / Math.sqrt(scale[p] / channels + eps);
        }
        for (int channel = 0, from = offset; channel < channels; channel++, from += pixels) {
            for (int p = 0; p < pixels; p++) {
                y[from + p] = scaled((x[from + p] - mean[p]) * scale[p], weight, bias, channel);
            }
        }
    }

    /**
     * As {@link #channels}, with the same bits, where channels lie in blocks: {@code [pixels, BLOCK]}, {@code xStep}
     * and {@code yStep} from a block to the next one. Lanes beyond the channels become zero.
     */
    public static void blocks(
            float[] x,
            int xOffset,
            int xStep,
            int channels,
            int pixels,
            double eps,
            float[] weight,
            float[] bias,
            float[] y,
            int yOffset,
            int yStep) {
        double[] mean = new double[pixels];
        double[] scale = new double[pixels];
        for (int first = 0, from = xOffset; first < channels; first += Kernel.BLOCK, from += xStep) {
            int lanes = Math.min(channels - first, Kernel.BLOCK);
            for (int p = 0; p < pixels; p++) {
                double sum = mean[p];
                for (int c = 0; c < lanes; c++) {
                    sum += x[from + p * Kernel.BLOCK + c];
                }
                mean[p] = sum;
            }
        }
        for (int p = 0; p < pixels; p++) {
            mean[p] /= channels;
        }
        for (int first = 0, from = xOffset; first < channels; first += Kernel.BLOCK, from += xStep) {
            int lanes = Math.min(channels - first, Kernel.BLOCK);
            for (int p = 0; p < pixels; p++) {
                double squares = scale[p];
                for (int c = 0; c < lanes; c++) {
                    double distance = x[from + p * Kernel.BLOCK + c] - mean[p];
                    squares = Math.fma(distance, distance, squares);
                }
                scale[p] = squares;
            }
        }
        for (int p = 0; p < pixels; p++) {
            scale[p] = 1 / Math.sqrt(scale[p] / channels + eps);
        }
        int to = yOffset;
        for (int first = 0, from = xOffset; first < channels; first += Kernel.BLOCK, from += xStep, to += yStep) {
            int lanes = Math.min(channels - first, Kernel.BLOCK);
            for (int p = 0; p < pixels; p++) {
                int at = p * Kernel.BLOCK;
                for (int c = 0; c < lanes; c++) {
                    y[to + at + c] = scaled((x[from + at + c] - mean[p]) * scale[p], weight, bias, first + c);
                }
                Arrays.fill(y, to + at + lanes, to + at + Kernel.BLOCK, 0f);
            }
        }
    }

    /**
     * {@code [channels, pixels]} at {@code offset}: every element divided by {@code (k + alpha * s / size)^beta}, where
     * {@code s} is the sum of the squares of {@code size} channels, {@code size / 2} of them before its own.
     */
    public static void localResponse(
            float[] x, float[] y, int offset, int channels, int pixels, int size, double alpha, double beta, double k) {
        double[] squares = new double[pixels];
        for (int channel = 0; channel < channels; channel++) {
            Arrays.fill(squares, 0);
            int first = Math.max(channel - size / 2, 0);
            int last = (int) Math.min((long) channel + (size - 1) / 2, channels - 1);
            for (int other = first; other <= last; other++) {
                for (int p = 0; p < pixels; p++) {
                    double value = x[offset + other * pixels + p];
                    squares[p] = Math.fma(value, value, squares[p]);
                }
            }
            int at = offset + channel * pixels;
            for (int p = 0; p < pixels; p++) {
                y[at + p] = (float) (x[at + p] / StrictMath.pow(k + alpha * squares[p] / size, beta));
            }
        }
    }

    /**
     * Exponentials divided by their sum, rounded once, of {@code count} elements at {@code offset}, {@code step} apart.
     * A NaN or a positive infinity among them makes all of them NaN, and so do negative infinities alone. The sum is in
     * double precision, in the order of the elements.
     *
     * @param logarithm whether {@code y} receives the logarithms
     */
    public static void softmax(boolean logarithm, float[] x, float[] y, int offset, int step, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, x[offset + i * step]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Exponential.exp(x[offset + i * step] - largest);
        }
        double logSum = logarithm ? StrictMath.log(sum) : 0;
        for (int i = 0; i < count; i++) {
            double distance = x[offset + i * step] - largest;
            y[offset + i * step] = (float) (logarithm ? distance - logSum : Exponential.exp(distance) / sum);
        }
    }
}
