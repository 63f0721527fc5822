package dev.convoy.kernel;

/**
 * The first half of Winograd's convolution of one dimension for 7 taps and stride 2, four outputs a tile. It is two
 * convolutions of stride 1 in one: of the inputs of even place with the taps of even place, F(4, 4), and of those of
 * odd place with the others, F(4, 3). The second has the points of {@link Transforms F(4x4, 3x3)}, the first has those
 * and 1, so that components at the same point can be summed before the way back, {@link Transforms#rowOutputs}.
 */
public final class RowTransform {

    /** The outputs of a tile. */
    public static final int TILE = 4;

    /** The inputs of a tile's outputs. */
    public static final int SEEN = 13;

    /** From a tile's first input to the next one's. */
    public static final int STEP = 8;

    /** The components of inputs of even place: at 0, A, -A, B, -B, infinity and 1. */
    public static final int EVEN = 7;

    /** The components of inputs of odd place: all of these but the last. */
    public static final int ODD = 6;

    private RowTransform() {}

    /**
     * Transforms neighbouring tiles. Component {@code i} of tile {@code t} is put at {@code y[yOffset + i * yStep +
     * t]}, those of even place first.
     *
     * @param x the inputs from {@code xOffset} on
     */
    public static void apply(float[] x, int xOffset, int tiles, float[] y, int yOffset, int yStep) {
        for (int t = 0; t < tiles; t++) {
            int from = xOffset + t * STEP;
            int to = yOffset + t;
            float x0 = x[from];
            float x2 = x[from + 2];
            float x4 = x[from + 4];
            float x6 = x[from + 6];
            float x8 = x[from + 8];
            float x10 = x[from + 10];
            float x12 = x[from + 12];
            ScalarTransforms.input4(x2 - x0, x4 - x2, x6 - x4, x8 - x6, x10 - x8, x12 - x10, y, to, yStep);
            y[to + ODD * yStep] = ScalarTransforms.last4(x2, x6, x10);
            ScalarTransforms.input4(
                    x[from + 1],
                    x[from + 3],
                    x[from + 5],
                    x[from + 7],
                    x[from + 9],
                    x[from + 11],
                    y,
                    to + EVEN * yStep,
                    yStep);
        }
    }
}
