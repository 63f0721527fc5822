package dev.convoy.kernel;

/** Normalisation over channels without the Vector API. */
final class ScalarChannelNorms implements ChannelNorms {

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
            for (int block = 0; block <= last; block++) {
                for (int c = 0; c < BLOCK; c++) {
                    double normal = (x[from + block * xStep + c] - mean) * scale;
                    int channel = block * BLOCK + c;
                    y[yOffset + block * yStep + p * BLOCK + c] =
                            (float) Math.fma(normal, (double) weight[channel], bias[channel]);
                }
            }
        }
    }

    private static double sum(float[] x, int from, int step, int last, float[] lanes) {
        double sum = 0;
        for (int c = 0; c < BLOCK; c++) {
            double lane = 0;
            for (int block = 0; block < last; block++) {
                lane += x[from + block * step + c];
            }
            sum += lane + (double) x[from + last * step + c] * lanes[c];
        }
        return sum;
    }

    private static double squares(float[] x, int from, int step, int last, float[] lanes, double mean) {
        double sum = 0;
        for (int c = 0; c < BLOCK; c++) {
            double lane = 0;
            for (int block = 0; block < last; block++) {
                double distance = x[from + block * step + c] - mean;
                lane = Math.fma(distance, distance, lane);
            }
            double distance = (x[from + last * step + c] - mean) * lanes[c];
            sum += Math.fma(distance, distance, lane);
        }
        return sum;
    }
}
