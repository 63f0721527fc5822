package dev.convoy.kernel;

import java.util.Arrays;

/** Pads the last two dimensions of an image, as {@code torch.nn.functional.pad} does. Immutable; shared by threads. */
public final class Padding {

    /** What stands outside the image. */
    public enum Mode {
        ZEROS,
        /** Mirrored at the edge, the edge itself not repeated. */
        REFLECT,
        /** The edge itself. */
        REPLICATE,
        /** The opposite side. */
        CIRCULAR
    }

    private final Mode mode;
    private final int top;
    private final int bottom;
    private final int left;
    private final int right;

    public Padding(Mode mode, int top, int bottom, int left, int right) {
        this.mode = mode;
        this.top = top;
        this.bottom = bottom;
        this.left = left;
        this.right = right;
    }

    public int height(int height) {
        return top + height + bottom;
    }

    public int width(int width) {
        return left + width + right;
    }

    /** Whether anything is padded at all. */
    public boolean isNone() {
        return (top | bottom | left | right) == 0;
    }

    /**
     * Pads one image.
     *
     * @param x holds {@code [channels, height, width]} from {@code xOffset} on
     * @param y receives {@code [channels, top + height + bottom, left + width + right]}; every element is written
     */
    public void apply(float[] x, int xOffset, int channels, int height, int width, float[] y) {
        int[] rows = sources(top, height, bottom);
        int[] columns = sources(left, width, right);
        int paddedWidth = columns.length;
        for (int channel = 0; channel < channels; channel++) {
            for (int i = 0; i < rows.length; i++) {
                int to = (channel * rows.length + i) * paddedWidth;
                if (rows[i] < 0) {
                    Arrays.fill(y, to, to + paddedWidth, 0f);
                } else {
                    row(x, xOffset + (channel * height + rows[i]) * width, width, columns, y, to);
                }
            }
        }
    }

    private void row(float[] x, int from, int width, int[] columns, float[] y, int to) {
        for (int j = 0; j < left; j++) {
            y[to + j] = columns[j] < 0 ? 0f : x[from + columns[j]];
        }
        System.arraycopy(x, from, y, to + left, width);
        for (int j = left + width; j < columns.length; j++) {
            y[to + j] = columns[j] < 0 ? 0f : x[from + columns[j]];
        }
    }

    /** For every padded index the index it is copied from, -1 for a zero. */
    private int[] sources(int before, int size, int after) {
        int[] sources = new int[before + size + after];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = source(i - before, size);
        }
        return sources;
    }

    private int source(int index, int size) {
        if (index >= 0 && index < size) {
            return index;
        }
        return switch (mode) {
            case ZEROS -> -1;
            case REFLECT -> index < 0 ? -index : 2 * (size - 1) - index;
            case REPLICATE -> index < 0 ? 0 : size - 1;
            case CIRCULAR -> index < 0 ? index + size : index - size;
        };
    }
}
