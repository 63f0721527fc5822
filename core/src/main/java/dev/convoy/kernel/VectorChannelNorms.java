package dev.convoy.kernel;

import static dev.convoy.kernel.VectorDoubles.DOUBLES;
import static dev.convoy.kernel.VectorDoubles.DOUBLE_LANES;

import jdk.incubator.vector.DoubleVector;

/** Normalisation over channels by the Vector API. */
final class VectorChannelNorms implements ChannelNorms {

    private static final int BLOCK = Kernel.BLOCK;

    @Override
    public void normalise(
            float[] x,
            int xOffset,
            int xStep,
            int channels,
            float[] lanes,
            double eps,
            float[] weight,
            float[] bias,
            float[] y,
            int yOffset,
            int yStep,
            int pixels) {
        int last = (channels - 1) / BLOCK;
        for (int p = 0; p < pixels; p++) {
            int from = xOffset + p * BLOCK;
            double mean = sum(x, from, xStep, last, lanes) / channels;
            double squares = squares(x, from, xStep, last, lanes, mean);
            double scale = 1 / Math.sqrt(squares / channels + eps);
            int to = yOffset + p * BLOCK;
            for (int block = 0; block <= last; block++) {
                scale(x, from + block * xStep, mean, scale, weight, bias, block * BLOCK, y, to + block * yStep);
            }
        }
    }

    private static double sum(float[] x, int from, int step, int last, float[] lanes) {
        double sum = 0;
        for (int c = 0; c < BLOCK; c += 2 * DOUBLE_LANES) {
            DoubleVector a = DoubleVector.zero(DOUBLES);
            DoubleVector b = DoubleVector.zero(DOUBLES);
            int i = from + c;
            for (int block = 0; block < last; block++, i += step) {
                a = a.add(VectorDoubles.load(x, i));
                b = b.add(VectorDoubles.load(x, i + DOUBLE_LANES));
            }
            DoubleVector inA = VectorDoubles.load(lanes, c);
            DoubleVector inB = VectorDoubles.load(lanes, c + DOUBLE_LANES);
            sum = VectorDoubles.sum(sum, a.add(VectorDoubles.load(x, i).mul(inA)));
            sum = VectorDoubles.sum(
                    sum, b.add(VectorDoubles.load(x, i + DOUBLE_LANES).mul(inB)));
        }
        return sum;
    }

    private static double squares(float[] x, int from, int step, int last, float[] lanes, double mean) {
        double sum = 0;
        for (int c = 0; c < BLOCK; c += 2 * DOUBLE_LANES) {
            DoubleVector a = DoubleVector.zero(DOUBLES);
            DoubleVector b = DoubleVector.zero(DOUBLES);
            int i = from + c;
            for (int block = 0; block < last; block++, i += step) {
                DoubleVector s = VectorDoubles.load(x, i).sub(mean);
                DoubleVector t = VectorDoubles.load(x, i + DOUBLE_LANES).sub(mean);
                a = s.fma(s, a);
                b = t.fma(t, b);
            }
            DoubleVector inA = VectorDoubles.load(lanes, c);
            DoubleVector inB = VectorDoubles.load(lanes, c + DOUBLE_LANES);
            DoubleVector s = VectorDoubles.load(x, i).sub(mean).mul(inA);
            DoubleVector t = VectorDoubles.load(x, i + DOUBLE_LANES).sub(mean).mul(inB);
            sum = VectorDoubles.sum(sum, s.fma(s, a));
            sum = VectorDoubles.sum(sum, t.fma(t, b));
        }
        return sum;
    }

    private static void scale(
            float[] x,
            int from,
            double mean,
            double scale,
            float[] weight,
            float[] bias,
            int channel,
            float[] y,
            int to) {
        for (int c = 0; c < BLOCK; c += DOUBLE_LANES) {
            DoubleVector normal = VectorDoubles.load(x, from + c).sub(mean).mul(scale);
            DoubleVector factor = VectorDoubles.load(weight, channel + c);
            VectorDoubles.store(normal.fma(factor, VectorDoubles.load(bias, channel + c)), y, to + c);
        }
    }
}
