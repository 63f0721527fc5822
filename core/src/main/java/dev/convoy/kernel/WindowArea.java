package dev.convoy.kernel;

/**
 * A rectangle of outputs whose windows are alike, as {@link WindowLoops} computes it: {@code lines} times
 * {@code pixels} windows of {@code rows} times {@code columns} elements. Element {@code (r, k)} of window {@code (l,
 * p)} lies {@code l * xLineStep + p * xPixelStep + r * rowStep + k * columnStep} behind the first one's first, in
 * channel 0 of a block; the window's output {@code l * yLineStep + p * yPixelStep} behind the first output. Immutable.
 */
public record WindowArea(
        int lines,
        int xLineStep,
        int yLineStep,
        int pixels,
        int xPixelStep,
        int yPixelStep,
        int rows,
        int rowStep,
        int columns,
        int columnStep) {

    /** The same outputs in other lines: those of a column of windows. */
    public WindowArea turned() {
        return new WindowArea(
                pixels, xPixelStep, yPixelStep, lines, xLineStep, yLineStep, rows, rowStep, columns, columnStep);
    }

    /** The elements of a window. */
    int taps() {
        return rows * columns;
    }

    /** From behind the last element of a row to the first of the next one. */
    int rowGap() {
        return rowStep - columns * columnStep;
    }

    /** Whether the outputs of a line are neighbours, and their windows as far apart as so many pixels. */
    boolean strides(int stride) {
        return xPixelStep == stride * Kernel.BLOCK && yPixelStep == Kernel.BLOCK;
    }

    /** Whether the elements of a row are neighbours. */
    boolean dense() {
        return columnStep == Kernel.BLOCK;
    }
}
