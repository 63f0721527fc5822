package dev.convoy.kernel;

/** Other sizes of a channel, as {@code torch.nn.functional.interpolate}. */
public final class Resampling {

    private Resampling() {}

    /**
     * The nearest values of one channel.
     *
     * @param x holds a volume of {@code size} from {@code xOffset} on
     * @param y receives one value for every slice, row and column of samples, from {@code yOffset} on
     */
    public static void nearest(
            Samples slices,
            Samples rows,
            Samples columns,
            float[] x,
            int xOffset,
            Extent size,
            float[] y,
            int yOffset) {
        int to = yOffset;
        for (int slice : slices.lower()) {
            for (int row : rows.lower()) {
                int line = xOffset + (slice * size.height() + row) * size.width();
                for (int column : columns.lower()) {
                    y[to++] = x[line + column];
                }
            }
        }
    }

    /**
     * The bilinear values of one channel: along rows first, then between them, each time the lower value's product and
     * then one fused multiply-add.
     *
     * @param x holds {@code [height, width]} from {@code xOffset} on
     * @param y receives one value for every row and column of samples, from {@code yOffset} on
     */
    public static void bilinear(
            Samples rows, Samples columns, float[] x, int xOffset, int width, float[] y, int yOffset) {
        int to = yOffset;
        for (int i = 0; i < rows.outputs(); i++) {
            int lower = xOffset + rows.lower()[i] * width;
            int upper = xOffset + rows.upper()[i] * width;
            for (int j = 0; j < columns.outputs(); j++) {
                float above = along(columns, j, x, lower);
                float below = along(columns, j, x, upper);
                y[to++] = Math.fma(below, rows.upperWeight()[i], above * rows.lowerWeight()[i]);
            }
        }
    }

    private static float along(Samples columns, int j, float[] x, int line) {
        float left = x[line + columns.lower()[j]] * columns.lowerWeight()[j];
        return Math.fma(x[line + columns.upper()[j]], columns.upperWeight()[j], left);
    }
}
