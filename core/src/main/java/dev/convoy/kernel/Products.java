package dev.convoy.kernel;

/** Matrix products on register tiles: where convolutions spend their time. Ranges are the caller's duty. */
public interface Products {

    /**
     * At most this many pixels are computed from one reading of the weights; a plan's loops are best multiples of it.
     */
    int TILE = 14;

    /**
     * Products of neighbouring pixels, their channels in blocks. For every {@code p < pixels} and channel {@code c <
     * panel * BLOCK}, in the order of {@code b} and then {@code k}, each step one fused multiply-add:
     *
     * <pre>{@code
     * y[yOffset + c / BLOCK * yStep + p * BLOCK + c % BLOCK] += sum over b < blocks, k < BLOCK of
     *     x[xOffset + offsets[firstOffset + b] + p * BLOCK + k] * w[wOffset + ((b * BLOCK) + k) * panel * BLOCK + c]
     * }</pre>
     *
     * @param bias what the sums start from instead of what {@code y} holds, {@code panel * BLOCK} from
     *     {@code biasOffset} on; null to go on from {@code y}
     * @param panel how many blocks of output channels: 1 or 2
     */
    void blocks(
            float[] x,
            int xOffset,
            int[] offsets,
            int firstOffset,
            int blocks,
            float[] w,
            int wOffset,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStep,
            int panel,
            int pixels);

    /**
     * As {@link #blocks} for one plane of input after the other, the pixels of a plane being neighbours:
     *
     * <pre>{@code
     * y[yOffset + c / BLOCK * yStep + p * BLOCK + c % BLOCK] += sum over k < depth of
     *     x[xOffset + offsets[k] + p] * w[wOffset + k * panel * BLOCK + c]
     * }</pre>
     */
    void planes(
            float[] x,
            int xOffset,
            int[] offsets,
            int depth,
            float[] w,
            int wOffset,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStep,
            int panel,
            int pixels);
}
