package dev.convoy.kernel;

/**
 * Outputs at regular places that read inputs at regular places: what a convolution's outputs are, and those of a
 * transposed convolution that see the same elements of its filters.
 */
record Lattice(Axis slices, Axis rows, Axis columns) {

    /** Outputs computed between two stores; a multiple of every tile's pixels that stays in L1. */
    private static final int SEGMENT = 112;

    /** So many places, and how far a place is from the one before it. */
    record Axis(int count, int inputStep, int outputStep) {

        private static final Axis SINGLE = new Axis(1, 0, 0);

        /** Whether this axis goes on where a whole run of the inner one ends. */
        private boolean continues(Axis inner) {
            return inputStep == inner.count * inner.inputStep && outputStep == inner.count * inner.outputStep;
        }

        private Axis times(Axis outer) {
            return new Axis(outer.count * count, inputStep, outputStep);
        }
    }

    /** The lattice whose rows are as long as they can be: where rows continue each other they are one long row. */
    static Lattice of(Axis slices, Axis rows, Axis columns) {
        if (!rows.continues(columns)) {
            return new Lattice(slices, rows, columns);
        }
        Axis plane = columns.times(rows);
        return slices.continues(plane)
                ? new Lattice(Axis.SINGLE, Axis.SINGLE, plane.times(slices))
                : new Lattice(slices, Axis.SINGLE, plane);
    }

    /** Room for the outputs of a panel between two stores. */
    float[] segment() {
        return new float[Math.min(columns.count, SEGMENT) * Kernel.PANEL];
    }

    /**
     * Computes all outputs of the filters.
     *
     * @param xOffset what the first output's offsets count from
     * @param yOffset the first filter's first output
     * @param yStep from a filter's output to the next filter's
     * @param segment made by {@link #segment}
     */
    void apply(
            Kernel kernel,
            PackedFilters filters,
            float[] x,
            int xOffset,
            int[] offsets,
            float[] y,
            int yOffset,
            int yStep,
            float[] segment) {
        for (int panel = 0; panel < filters.panels(); panel++) {
            int y0 = yOffset + panel * Kernel.PANEL * yStep;
            for (int slice = 0; slice < slices.count; slice++) {
                for (int row = 0; row < rows.count; row++) {
                    int fromRow = xOffset + slice * slices.inputStep + row * rows.inputStep;
                    int toRow = y0 + slice * slices.outputStep + row * rows.outputStep;
                    for (int column = 0; column < columns.count; column += SEGMENT) {
                        int pixels = Math.min(columns.count - column, SEGMENT);
                        int from = fromRow + column * columns.inputStep;
                        filters.apply(kernel, panel, x, from, columns.inputStep, offsets, segment, pixels);
                        int to = toRow + column * columns.outputStep;
                        transpose(segment, pixels, filters.filters(panel), y, to, yStep);
                    }
                }
            }
        }
    }

    /** From {@code [pixels][PANEL]} to {@code [filters][pixels]}, with the steps of the output. */
    private void transpose(float[] segment, int pixels, int filters, float[] y, int yOffset, int yStep) {
        for (int f = 0; f < filters; f++) {
            int to = yOffset + f * yStep;
            if (columns.outputStep == 1) {
                for (int p = 0; p < pixels; p++) {
                    y[to + p] = segment[p * Kernel.PANEL + f];
                }
            } else {
                for (int p = 0; p < pixels; p++) {
                    y[to + p * columns.outputStep] = segment[p * Kernel.PANEL + f];
                }
            }
        }
    }
}
