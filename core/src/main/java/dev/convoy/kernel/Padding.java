package dev.convoy.kernel;

import java.util.Arrays;

/**
 * Pads the last three dimensions of an image, as {@code torch.nn.functional.pad} does; what is negative crops.
 * Immutable; shared by threads.
 */
public final class Padding {

    /** What stands outside the image. */
    public enum Mode {
        /** One value; 0 where a convolution pads. */
        ZEROS,
        /** Mirrored at the edge, the edge itself not repeated. */
        REFLECT,
        /** The edge itself. */
        REPLICATE,
        /** The opposite side. */
        CIRCULAR;

        /** The most that a side of this size can be padded: a mirror shows what it faces, a circle goes round once. */
        public int most(int size) {
            return switch (this) {
                case ZEROS, REPLICATE -> Integer.MAX_VALUE;
                case REFLECT -> size - 1;
                case CIRCULAR -> size;
            };
        }
    }

    private static final int OUTSIDE = -1;

    private final Mode mode;
    private final float value;
    private final Extent before;
    private final Extent after;

    public Padding(Mode mode, Extent before, Extent after) {
        this(mode, 0f, before, after);
    }

    /** The value is what {@link Mode#ZEROS} has in place of zeros. */
    public Padding(Mode mode, float value, Extent before, Extent after) {
        this.mode = mode;
        this.value = value;
        this.before = before;
        this.after = after;
    }

    /** The size of a padded image. */
    public Extent padded(Extent size) {
        return new Extent(
                before.depth() + size.depth() + after.depth(),
                before.height() + size.height() + after.height(),
                before.width() + size.width() + after.width());
    }

    /** Whether anything is padded at all. */
    public boolean isNone() {
        Extent none = new Extent(0, 0, 0);
        return before.equals(none) && after.equals(none);
    }

    /**
     * Pads one image.
     *
     * @param x holds {@code [channels, depth, height, width]} from {@code xOffset} on
     * @param y receives {@code [channels]} volumes of the size {@link #padded} from {@code yOffset} on; every element
     *     is written
     */
    public void apply(float[] x, int xOffset, int channels, Extent size, float[] y, int yOffset) {
        int[] slices = sources(before.depth(), size.depth(), after.depth());
        int[] rows = sources(before.height(), size.height(), after.height());
        int[] columns = sources(before.width(), size.width(), after.width());
        int to = yOffset;
        for (int channel = 0; channel < channels; channel++) {
            for (int slice : slices) {
                for (int row : rows) {
                    if (slice == OUTSIDE || row == OUTSIDE) {
                        Arrays.fill(y, to, to + columns.length, value);
                    } else {
                        int line = (channel * size.depth() + slice) * size.height() + row;
                        row(x, xOffset + line * size.width(), size.width(), columns, y, to);
                    }
                    to += columns.length;
                }
            }
        }
    }

    private void row(float[] x, int from, int width, int[] columns, float[] y, int to) {
        int left = before.width();
        int first = Math.max(left, 0);
        int end = Math.max(Math.min(left + width, columns.length), first);
        edge(x, from, columns, 0, first, y, to);
        System.arraycopy(x, from + first - left, y, to + first, end - first);
        edge(x, from, columns, end, columns.length, y, to);
    }

    private void edge(float[] x, int from, int[] columns, int first, int end, float[] y, int to) {
        for (int j = first; j < end; j++) {
            y[to + j] = columns[j] == OUTSIDE ? value : x[from + columns[j]];
        }
    }

    /** For every padded index the index it is copied from. */
    private int[] sources(int before, int size, int after) {
        int[] sources = new int[before + size + after];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = source(i - before, Math.max(-before, 0), size - Math.max(-after, 0), size);
        }
        return sources;
    }

    /** What is left of a cropped image is {@code from <= index < to}. */
    private int source(int index, int from, int to, int size) {
        if (index >= 0 && index < size) {
            return index;
        }
        return switch (mode) {
            case ZEROS -> OUTSIDE;
            case REFLECT -> index < 0 ? -index : 2 * (size - 1) - index;
            case REPLICATE -> index < 0 ? 0 : size - 1;
            case CIRCULAR -> index < 0 ? index + to : index - size + from;
        };
    }
}
