package dev.convoy.kernel.blocked;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Elements;
import dev.convoy.kernel.Kernel;
import java.util.Arrays;

/**
 * What sums start from, and what happens to them while they are in the cache. Sums are made where they are stored, so
 * what is added to them comes first: it may lie there.
 *
 * @param bias of every channel of every block
 * @param residual what is added; null for none
 * @param residualFrom where in {@code residual} the element of place 0 of the sums lies
 */
record Finish(Elements elements, float[] bias, float[] residual, int residualFrom, ElementFunction function) {

    private static final float[] ONES = ones();

    private static float[] ones() {
        float[] ones = new float[Kernel.BLOCK];
        Arrays.fill(ones, 1);
        return ones;
    }

    /**
     * Prepares neighbouring pixels in some blocks, {@code step} from a block to the next.
     *
     * @return the bias that the sums start from; null if they go on from what is stored now
     */
    float[] start(float[] y, int yOffset, int step, int firstBlock, int blocks, int pixels) {
        if (residual == null) {
            return bias;
        }
        for (int block = 0; block < blocks; block++) {
            int at = yOffset + block * step;
            int channel = (firstBlock + block) * Kernel.BLOCK;
            elements.affine(
                    ElementFunction.IDENTITY, residual, residualFrom + at, ONES, 0, bias, channel, y, at, pixels);
        }
        return null;
    }

    /** Finishes neighbouring pixels in some blocks. */
    void apply(float[] y, int yOffset, int step, int blocks, int pixels) {
        if (function.kind() != ElementFunction.Kind.IDENTITY) {
            for (int block = 0; block < blocks; block++) {
                int at = yOffset + block * step;
                elements.apply(function, y, at, y, at, pixels * Kernel.BLOCK);
            }
        }
    }
}
