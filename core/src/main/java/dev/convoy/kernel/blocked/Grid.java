package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;
import java.util.Locale;

/**
 * The shape of one image in blocks: {@code [blocks][height * width][16]}, its channels 16 to a block. A batch of them
 * lies image behind image. The lanes of the last block beyond the channels hold finite values of no meaning: what reads
 * them multiplies them by zero or writes them to such lanes again.
 *
 * @param channels of which the last block may be only partly full
 */
public record Grid(int channels, int height, int width) {

    /**
     * Checks that an image fits an array.
     *
     * @throws IllegalArgumentException if it does not; the message tells its size
     */
    public Grid {
        long pixels = (long) height * width;
        long lanes = Math.max(1, ((long) channels + Kernel.BLOCK - 1) / Kernel.BLOCK) * Kernel.BLOCK;
        if (pixels > Kernel.LARGEST_ARRAY / lanes) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "[%d, %d, %d] takes %,.1f GB in blocks of %d channels, but an array has at most %,d elements",
                    channels,
                    height,
                    width,
                    (double) Float.BYTES * lanes * pixels / 1e9,
                    Kernel.BLOCK,
                    Kernel.LARGEST_ARRAY));
        }
    }

    /** How many blocks of channels there are. */
    public int blocks() {
        return (int) (((long) channels + Kernel.BLOCK - 1) / Kernel.BLOCK);
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
        return blocks() * blockStep();
    }
}
