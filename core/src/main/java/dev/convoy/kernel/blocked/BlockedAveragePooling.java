package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Windows;

/**
 * The average of each window, as {@link dev.convoy.kernel.AveragePooling} and with its bits: a window's elements are
 * added in float64 in the order row, column, divided, and rounded once; a window without an element in the image gives
 * 0.
 */
public final class BlockedAveragePooling extends WindowFilter {

    private final boolean countIncludePad;
    private final int divisorOverride;

    /**
     * One output for every pair of windows.
     *
     * @param countIncludePad whether padding counts in the divisor
     * @param divisorOverride the divisor, or 0 for the count of elements
     */
    public BlockedAveragePooling(
            Grid input, Windows rows, Windows columns, boolean countIncludePad, int divisorOverride) {
        super(input, Taps.of(rows), Taps.of(columns));
        this.countIncludePad = countIncludePad;
        this.divisorOverride = divisorOverride;
    }

    @Override
    public String algorithm() {
        return "average pooling";
    }

    @Override
    public long packedFloats() {
        return 0;
    }

    @Override
    void part(Kernel kernel, int block, Part part, float[] x, int xOffset, float[] y, int yOffset) {
        kernel.windows().average(part.area(), divisor(part.row(), part.column()), x, xOffset, y, yOffset);
    }

    private double divisor(int row, int column) {
        double inside = (double) rows().count()[row] * columns().count()[column];
        if (inside == 0) {
            return 1;
        }
        if (divisorOverride != 0) {
            return divisorOverride;
        }
        return countIncludePad ? (double) rows().covered()[row] * columns().covered()[column] : inside;
    }
}
