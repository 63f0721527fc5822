package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;

/**
 * The shape of one image in blocks: {@code [blocks][height * width][16]}, its channels 16 to a block. A batch of them
 * lies image behind image. The lanes of the last block beyond the channels hold finite values of no meaning: what reads
 * them multiplies them by zero or writes them to such lanes again.
 *
 * @param channels of which the last block may be only partly full
 */
public record Grid(int channels, int height, int width) {

    /** How many blocks of channels there are. */
    public int blocks() {
        return (channels + Kernel.BLOCK - 1) / Kernel.BLOCK;
    }

    /** The blocks of the panel that begins with this one: two, or one where there are no more. */
    int panel(int firstBlock) {
        return Math.min(2, blocks() - firstBlock);
    }

    /** The pixels of a channel. */
    public int pixels() {
        return height * width;
    }

    /** From a block to the next one. */
    public int blockStep() {
        return pixels() * Kernel.BLOCK;
    }

    /** The elements of an image, those of no meaning included. */
    public int elements() {
        return Math.multiplyExact(blocks(), blockStep());
    }
}
