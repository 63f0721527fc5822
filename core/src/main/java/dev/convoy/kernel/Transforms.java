package dev.convoy.kernel;

/**
 * The transforms of Winograd's convolutions on images in blocks of {@link Kernel#BLOCK} channels, with a
 * {@link WinogradTile}'s {@code n} inputs and values, {@code p} points and {@code m} outputs a side. Ranges are the
 * caller's duty.
 */
public interface Transforms {

    /**
     * With {@link #B} among the pairs of points whose rounding errors are the smallest, a third of those of 1 and 2;
     * all coefficients that follow from the two are exact.
     */
    float A = 0.625f;

    /** The larger point of tiles of 4. */
    float B = 1.5f;

    /**
     * The first half of the way to values, down the columns: from {@code n} rows of {@code columns} pixels to
     * {@code columns} groups of {@code n} values, in blocks.
     *
     * <pre>{@code
     * strip[stripOffset + (j * n + i) * BLOCK + c] = transform(x[xOffset + 0 .. n - 1 * xStep + j * BLOCK + c])[i]
     * }</pre>
     */
    void columns(WinogradTile tile, float[] x, int xOffset, int xStep, int columns, float[] strip, int stripOffset);

    /**
     * The second half, along the rows: of {@code tiles} tiles in a strip, one {@link WinogradTile#step} columns behind
     * the other. Value {@code (i, j)} of tile {@code t} is put at {@code v[vOffset + (i * n + j) * vStep + t * BLOCK]}.
     */
    void rows(WinogradTile tile, float[] strip, int stripOffset, int tiles, float[] v, int vOffset, int vStep);

    /**
     * The way back, from the sums at points, of which {@code (i, j)} of tile {@code t} are at {@code x[xOffset + (i * p
     * + j) * xStep + t * BLOCK]}, to {@code m} rows of {@code tiles * m} pixels.
     *
     * @param bias added to every pixel, {@link Kernel#BLOCK} from {@code biasOffset} on
     * @param scratch {@code tiles * m * p * BLOCK} from {@code scratchOffset} on, to be overwritten
     */
    void outputs(
            WinogradTile tile,
            float[] x,
            int xOffset,
            int xStep,
            int tiles,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStep,
            float[] scratch,
            int scratchOffset);

    /**
     * The way back of rows of 7 taps and stride 2: from sums over what {@link RowTransform} makes, of which number
     * {@code i} of tile {@code t} is a block at {@code mOffset + i * mStep + t * BLOCK}, to neighbouring pixels, four a
     * tile.
     *
     * @param bias added to every pixel, {@link Kernel#BLOCK} from {@code biasOffset} on
     */
    void rowOutputs(float[] m, int mOffset, int mStep, int tiles, float[] bias, int biasOffset, float[] y, int yOffset);
}
