package dev.convoy.kernel;

/**
 * The transforms of Winograd's convolutions F(2x2, 3x3) and F(4x4, 3x3) on images in blocks of {@link Kernel#BLOCK}
 * channels: {@code tile} by {@code tile} outputs come from {@code n} by {@code n} inputs, {@code n = tile + 2}, by way
 * of {@code n * n} components. In one dimension a component is the value of a polynomial at a point: at 0, 1, -1 and
 * infinity for a tile of 2; at 0, {@link #A}, -{@link #A}, {@link #B}, -{@link #B} and infinity for a tile of 4. Ranges
 * are the caller's duty.
 */
public interface Transforms {

    /**
     * With {@link #B} among the pairs of points whose rounding errors are the smallest, a third of those of 1 and 2;
     * all coefficients that follow from the two are exact.
     */
    float A = 0.625f;

    /** The larger point of F(4x4, 3x3). */
    float B = 1.5f;

    /**
     * The first half of the way to components, down the columns: from {@code n} rows of {@code columns} pixels to
     * {@code columns} groups of {@code n} values, in blocks.
     *
     * <pre>{@code
     * strip[stripOffset + (j * n + i) * BLOCK + c] = transform(x[xOffset + 0 .. n - 1 * xStep + j * BLOCK + c])[i]
     * }</pre>
     */
    void columns(int tile, float[] x, int xOffset, int xStep, int columns, float[] strip, int stripOffset);

    /**
     * The second half, along the rows: of {@code tiles} tiles in a strip, one {@code tile} columns behind the other.
     * Component {@code (i, j)} of tile {@code t} is put at {@code v[vOffset + (i * n + j) * vStep + t * BLOCK]}.
     */
    void rows(int tile, float[] strip, int stripOffset, int tiles, float[] v, int vOffset, int vStep);

    /**
     * The way back, from components that lie as {@link #rows} puts them to {@code tile} rows of {@code tiles * tile}
     * pixels.
     *
     * @param bias added to every pixel, {@link Kernel#BLOCK} from {@code biasOffset} on
     * @param scratch {@code tiles * tile * n * BLOCK} from {@code scratchOffset} on, to be overwritten
     */
    void outputs(
            int tile,
            float[] m,
            int mOffset,
            int mStep,
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
