package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Windows;

/** The largest value of each window, as {@link dev.convoy.kernel.MaxPooling}: a NaN in a window is its maximum. */
public final class BlockedMaxPooling extends WindowFilter {

    /** One output for every pair of windows. */
    public BlockedMaxPooling(Grid input, Windows rows, Windows columns) {
        super(input, Taps.of(rows), Taps.of(columns));
    }

    @Override
    public String algorithm() {
        return "max pooling";
    }

    @Override
    public long packedFloats() {
        return 0;
    }

    @Override
    void part(Kernel kernel, int block, Part part, float[] x, int xOffset, float[] y, int yOffset) {
        kernel.windows().maximum(part.area(), x, xOffset, y, yOffset);
    }
}
