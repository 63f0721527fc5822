package dev.convoy.kernel;

/** Normalisation of every pixel over its channels, the channels in blocks. Ranges are the caller's duty. */
public interface ChannelNorms {

    /**
     * {@code y = (x - mean) / sqrt(variance + eps) * weight + bias}, computed in float64 and rounded once. Each lane of
     * the blocks is summed by itself, block after block, then the lanes in their order; the variance is the mean of the
     * squared distances from the mean, in a second pass.
     *
     * @param xStep from a block of {@code x} to the next one
     * @param channels how many count; there are as many blocks as they need
     * @param lanes of the last block, {@link Kernel#BLOCK} of them: 1 where there is a channel, 0 beyond
     * @param weight for every lane of every block, 0 beyond the channels; {@code bias} likewise
     * @param yStep from a block of {@code y} to the next one
     */
    void normalise(
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
            int pixels);
}
