package dev.convoy.kernel;

import java.util.Arrays;

/**
 * A product with a weight matrix, packed once. Immutable; shared by threads.
 *
 * <p>An output is its bias, then the products in the order of the inputs.
 */
public final class FullyConnected {

    private static final int SEGMENT = 14;

    private final int inFeatures;
    private final int outFeatures;
    private final PackedFilters filters;
    private final int[] offsets;

    /**
     * Packs the weights.
     *
     * @param weight {@code [outFeatures, inFeatures]}
     * @param bias {@code [outFeatures]} or null
     */
    public FullyConnected(int inFeatures, int outFeatures, float[] weight, float[] bias) {
        this.inFeatures = inFeatures;
        this.outFeatures = outFeatures;
        this.filters = new PackedFilters(weight, bias, 0, outFeatures, inFeatures);
        this.offsets = new int[inFeatures];
        Arrays.setAll(offsets, i -> i);
    }

    /** From {@code x} {@code [rows, inFeatures]} to {@code y} {@code [rows, outFeatures]}. */
    public void apply(Kernel kernel, float[] x, int rows, float[] y) {
        apply(kernel, x, 0, rows, y, 0);
    }

    /** As the other form, from {@code xOffset} and {@code yOffset} on. */
    void apply(Kernel kernel, float[] x, int xOffset, int rows, float[] y, int yOffset) {
        float[] segment = new float[SEGMENT * Kernel.PANEL];
        for (int panel = 0; panel < filters.panels(); panel++) {
            int count = filters.filters(panel);
            for (int row = 0; row < rows; row += SEGMENT) {
                int pixels = Math.min(rows - row, SEGMENT);
                filters.apply(kernel, panel, x, xOffset + row * inFeatures, inFeatures, offsets, segment, pixels);
                for (int p = 0; p < pixels; p++) {
                    int to = yOffset + (row + p) * outFeatures + panel * Kernel.PANEL;
                    System.arraycopy(segment, p * Kernel.PANEL, y, to, count);
                }
            }
        }
    }
}
