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
 * @param sums where the sums are stored
 */
record Finish(Elements elements, float[] bias, Images residual, ElementFunction function, Images sums) {

    private static final float[] ONES = ones();

    private static float[] ones() {
        float[] ones = new float[Kernel.BLOCK];
        Arrays.fill(ones, 1);
        return ones;
    }

    /**
     * Prepares neighbouring pixels of an image in some blocks.
     *
     * @param at where the first pixel's sums lie
     * @param step from a block to the next
     * @return the bias that the sums start from; null if they go on from what is stored now
     */
    float[] start(int image, int at, int step, int firstBlock, int blocks, int pixels) {
        if (residual == null) {
            return bias;
        }
        for (int block = 0; block < blocks; block++) {
            int to = at + block * step;
            int from = residual.at(image) + to - sums.at(image);
            int channel = (firstBlock + block) * Kernel.BLOCK;
            elements.affine(
                    ElementFunction.IDENTITY, residual.array(), from, ONES, 0, bias, channel, sums.array(), to, pixels);
        }
        return null;
    }

    /** Finishes neighbouring pixels in some blocks. */
    void apply(int at, int step, int blocks, int pixels) {
        if (function.kind() != ElementFunction.Kind.IDENTITY) {
            for (int block = 0; block < blocks; block++) {
                int to = at + block * step;
                elements.apply(function, sums.array(), to, sums.array(), to, pixels * Kernel.BLOCK);
            }
        }
    }

    /**
     * Finishes sums that lie elsewhere, bias included, and stores them.
     *
     * @param at where they lie
     * @param place from where an image begins
     * @param length how many, blocks of neighbouring pixels
     */
    void store(float[] values, int at, int image, int place, int length) {
        int to = sums.at(image) + place;
        if (residual == null) {
            elements.apply(function, values, at, sums.array(), to, length);
        } else {
            elements.add(function, values, at, residual.array(), residual.at(image) + place, sums.array(), to, length);
        }
    }
}
