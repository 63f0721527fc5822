package dev.convoy.kernel;

/**
 * The filters of one group, repacked for {@link Kernel#accumulate}: panels of {@link Kernel#PANEL} filters, a panel's
 * weights ordered {@code [depth][PANEL]}, missing filters of the last panel as zeros. Immutable.
 */
final class PackedFilters {

    private final int filters;
    private final int depth;
    private final float[] weights;
    private final float[] bias;

    /**
     * Packs the filters {@code first <= f < first + filters}.
     *
     * @param weight {@code [all filters, depth]}
     * @param bias {@code [all filters]} or null
     */
    PackedFilters(float[] weight, float[] bias, int first, int filters, int depth) {
        this.filters = filters;
        this.depth = depth;
        int panels = panels();
        this.weights = new float[Math.multiplyExact(panels * Kernel.PANEL, depth)];
        this.bias = new float[panels * Kernel.PANEL];
        for (int f = 0; f < filters; f++) {
            int to = f / Kernel.PANEL * depth * Kernel.PANEL + f % Kernel.PANEL;
            int from = (first + f) * depth;
            for (int k = 0; k < depth; k++) {
                weights[to + k * Kernel.PANEL] = weight[from + k];
            }
        }
        if (bias != null) {
            System.arraycopy(bias, first, this.bias, 0, filters);
        }
    }

    int panels() {
        return (filters + Kernel.PANEL - 1) / Kernel.PANEL;
    }

    int depth() {
        return depth;
    }

    /** The filters that a panel holds: {@link Kernel#PANEL} in all but the last one. */
    int filters(int panel) {
        return Math.min(filters - panel * Kernel.PANEL, Kernel.PANEL);
    }

    /** Fills {@code row} {@code [pixels][PANEL]} with the panel's outputs, the bias first and then the products. */
    void apply(Kernel kernel, int panel, float[] x, int xOffset, int xStep, int[] offsets, float[] row, int pixels) {
        for (int p = 0; p < pixels; p++) {
            System.arraycopy(bias, panel * Kernel.PANEL, row, p * Kernel.PANEL, Kernel.PANEL);
        }
        int wOffset = panel * depth * Kernel.PANEL;
        kernel.accumulate(x, xOffset, xStep, offsets, depth, weights, wOffset, row, 0, pixels);
    }
}
