package dev.convoy.kernel.blocked;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernel;

/**
 * A filter that computes a block of an image from the same block, so many rows at a time that what comes behind it, the
 * residual and the function, finds them in the L1 cache.
 */
abstract class BandedFilter implements BlockedFilter {

    /** A quarter of the smallest L1 cache. */
    private static final int BAND = 2048;

    private final Grid input;
    private final Grid output;
    private final int bandRows;

    BandedFilter(Grid input, Grid output) {
        this.input = input;
        this.output = output;
        int line = Math.max(1, output.width()) * Kernel.BLOCK;
        this.bandRows = Math.max(1, Math.min(output.height(), BAND / line));
    }

    /**
     * Computes a band of a block.
     *
     * @param x holds the block of the input from {@code xOffset} on
     * @param y receives the rows {@code from <= row < to} of the block of the output, the first at {@code yOffset}
     */
    abstract void rows(Kernel kernel, int block, float[] x, int xOffset, int from, int to, float[] y, int yOffset);

    /** The rows of a band; only the last one may have fewer. */
    final int bandRows() {
        return bandRows;
    }

    @Override
    public final Grid input() {
        return input;
    }

    @Override
    public final Grid output() {
        return output;
    }

    @Override
    public final long scratch(int images) {
        return (long) bandRows * output.width() * Kernel.BLOCK;
    }

    @Override
    public final void apply(
            Kernel kernel, int images, Images x, Images residual, ElementFunction function, Images y, float[] scratch) {
        int line = output.width() * Kernel.BLOCK;
        for (int i = 0; i < images * output.blocks(); i++) {
            int image = i / output.blocks();
            int block = i % output.blocks();
            int from = x.at(image) + block * input.blockStep();
            for (int row = 0; row < output.height(); row += bandRows) {
                int end = Math.min(row + bandRows, output.height());
                int place = block * output.blockStep() + row * line;
                int length = (end - row) * line;
                int to = y.at(image) + place;
                if (residual != null) {
                    int other = residual.at(image) + place;
                    rows(kernel, block, x.array(), from, row, end, scratch, 0);
                    kernel.elements().add(function, scratch, 0, residual.array(), other, y.array(), to, length);
                } else {
                    rows(kernel, block, x.array(), from, row, end, y.array(), to);
                    if (!function.equals(ElementFunction.IDENTITY)) {
                        kernel.elements().apply(function, y.array(), to, y.array(), to, length);
                    }
                }
            }
        }
    }
}
