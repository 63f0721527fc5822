package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;
import java.util.Arrays;

/**
 * Where the inputs of a convolution's outputs lie, so that neighbouring outputs read neighbouring pixels: in the images
 * themselves, or in a copy of rows of them with the padding around and, where there is a stride, the columns of each
 * remainder by the stride together.
 */
final class Patches {

    private final ConvolutionShape shape;
    private final boolean copied;
    private final boolean sampled;
    private final int rowStride;
    private final int phases;
    private final int planeRows;
    private final int planeWidth;

    /**
     * Chooses.
     *
     * @param outputRows the most rows of outputs that are asked for at once
     * @param changed whether inputs are not read as they are, so that there has to be a copy
     */
    Patches(ConvolutionShape shape, int outputRows, boolean changed) {
        this.shape = shape;
        this.copied = changed || shape.isPadded() || shape.strideWidth() != 1;
        this.sampled = copied && shape.taps() == 1;
        this.rowStride = sampled ? 1 : shape.strideHeight();
        this.phases = copied && !sampled ? shape.strideWidth() : 1;
        this.planeRows = copied ? inputRows(outputRows) : shape.input().height();
        this.planeWidth = copied ? planeWidth() : shape.input().width();
    }

    private int planeWidth() {
        int outputs = shape.output().width();
        int seen = sampled ? outputs : (outputs - 1) * phases + (shape.kernelWidth() - 1) * shape.dilationWidth() + 1;
        return (seen + phases - 1) / phases;
    }

    /** The rows of padded input that so many rows of outputs see; of those between sampled pixels, none. */
    private int inputRows(int outputRows) {
        return sampled ? outputRows : shape.inputRows(outputRows);
    }

    /** Whether inputs lie in a copy. */
    boolean copied() {
        return copied;
    }

    private int planeStep() {
        return planeRows * planeWidth * Kernel.BLOCK;
    }

    /** From a block to the next. */
    int blockStep() {
        return phases * planeStep();
    }

    /** From an image to the next. */
    int imageStep() {
        return shape.input().blocks() * blockStep();
    }

    /** {@link #imageStep}, exactly, where it may be more than an array has. */
    long imageFloats() {
        return (long) shape.input().blocks() * phases * planeRows * planeWidth * Kernel.BLOCK;
    }

    /** From a row of outputs to the next, among the inputs. */
    int rowStep() {
        return rowStride * planeWidth * Kernel.BLOCK;
    }

    /** Whether the inputs of a row of outputs are followed by those of the next. */
    boolean rowsContinue() {
        return rowStep() == shape.output().width() * Kernel.BLOCK;
    }

    /** Where the inputs of an output lie, counted from its first one: a table in the order block, row, column. */
    int[] offsets() {
        int[] offsets = new int[shape.input().blocks() * shape.taps()];
        int i = 0;
        for (int block = 0; block < shape.input().blocks(); block++) {
            for (int row = 0; row < shape.kernelHeight(); row++) {
                for (int column = 0; column < shape.kernelWidth(); column++) {
                    int at = column * shape.dilationWidth();
                    int pixel = row * shape.dilationHeight() * planeWidth + at / phases;
                    offsets[i++] = block * blockStep() + at % phases * planeStep() + pixel * Kernel.BLOCK;
                }
            }
        }
        return offsets;
    }

    /** Copies what the outputs of the rows {@code row <= r < row + rows} of one image see. */
    void copy(float[] x, int xOffset, int row, int rows, float[] y, int yOffset) {
        Grid input = shape.input();
        int seen = inputRows(rows);
        int step = sampled ? shape.strideHeight() : 1;
        for (int block = 0; block < input.blocks(); block++) {
            for (int r = 0; r < seen; r++) {
                int from = (row * rowStride + r) * step - shape.paddingTop();
                int line = xOffset + block * input.blockStep() + from * input.width() * Kernel.BLOCK;
                int to = yOffset + block * blockStep() + r * planeWidth * Kernel.BLOCK;
                boolean inside = from >= 0 && from < input.height();
                for (int phase = 0; phase < phases; phase++, to += planeStep()) {
                    if (inside) {
                        copyLine(x, line, phase, y, to);
                    } else {
                        Arrays.fill(y, to, to + planeWidth * Kernel.BLOCK, 0);
                    }
                }
            }
        }
    }

    /** Copies the columns of a line that leave this remainder. */
    private void copyLine(float[] x, int line, int phase, float[] y, int to) {
        int width = shape.input().width();
        int step = shape.strideWidth();
        int left = shape.paddingLeft() - phase;
        int before = Math.min(Math.max((left + step - 1) / step, 0), planeWidth);
        int behind = Math.min(Math.max((width + left + step - 1) / step, before), planeWidth);
        Arrays.fill(y, to, to + before * Kernel.BLOCK, 0);
        int from = line + (before * step - left) * Kernel.BLOCK;
        if (step == 1) {
            System.arraycopy(x, from, y, to + before * Kernel.BLOCK, (behind - before) * Kernel.BLOCK);
        } else {
            for (int column = before; column < behind; column++, from += step * Kernel.BLOCK) {
                System.arraycopy(x, from, y, to + column * Kernel.BLOCK, Kernel.BLOCK);
            }
        }
        Arrays.fill(y, to + behind * Kernel.BLOCK, to + planeWidth * Kernel.BLOCK, 0);
    }
}
