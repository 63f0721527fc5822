package dev.convoy.kernel.blocked;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Elements;
import dev.convoy.kernel.Kernel;

/**
 * What happens to the sums of a convolution while they are in the cache.
 *
 * @param residual what is added first, null for none
 * @param residualFrom where in {@code residual} the element of place 0 of the sums lies
 */
record Finish(Elements elements, float[] residual, int residualFrom, ElementFunction function) {

    /** Finishes neighbouring pixels in some blocks, {@code step} from a block to the next. */
    void apply(float[] y, int yOffset, int step, int blocks, int pixels) {
        int length = pixels * Kernel.BLOCK;
        for (int block = 0; block < blocks; block++) {
            int at = yOffset + block * step;
            if (residual != null) {
                elements.add(function, y, at, residual, residualFrom + at, y, at, length);
            } else if (function.kind() != ElementFunction.Kind.IDENTITY) {
                elements.apply(function, y, at, y, at, length);
            }
        }
    }
}
