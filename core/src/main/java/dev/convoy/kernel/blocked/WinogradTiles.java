package dev.convoy.kernel.blocked;

import java.util.ArrayList;
import java.util.List;

/**
 * The tiles of all images, counted through, and where those of a group lie side by side.
 *
 * <p>Where tiles reach over the right or lower border of the output, the last column or row of what they compute is not
 * wanted, nor is the component that nothing else is computed of. Tiles lie in such an order that those of which a
 * component is wanted are neighbours.
 */
final class WinogradTiles {

    /** The kinds of tiles in their order: over both borders, over the right one, over none, over the lower one. */
    private static final int CORNER = 0;

    private static final int RIGHT = 1;
    private static final int INNER = 2;
    private static final int BOTTOM = 3;

    private final int rows;
    private final int columns;
    private final boolean overRight;
    private final boolean overBottom;

    /** Tiles of so many pixels a side. */
    WinogradTiles(Grid output, int tile) {
        this.rows = (output.height() + tile - 1) / tile;
        this.columns = (output.width() + tile - 1) / tile;
        this.overRight = output.width() % tile != 0;
        this.overBottom = output.height() % tile != 0;
    }

    /** The tiles of an image. */
    int ofImage() {
        return rows * columns;
    }

    private int kind(int tile) {
        boolean right = overRight && tile % columns == columns - 1;
        boolean bottom = overBottom && tile / columns % rows == rows - 1;
        return bottom ? right ? CORNER : BOTTOM : right ? RIGHT : INNER;
    }

    /**
     * Neighbouring tiles of a row.
     *
     * @param row of the tiles
     * @param column of the first
     * @param count how many but the last, if that is over the right border and they are not
     * @param place where in the group the first lies, the others behind it
     * @param last 1 if there is another at the end that lies elsewhere, else 0
     * @param lastPlace where that is
     */
    record Run(int image, int row, int column, int count, int place, int last, int lastPlace) {

        int tiles() {
            return count + last;
        }
    }

    /**
     * Neighbouring tiles, each in a place of its own.
     *
     * @param runs all of them
     * @param starts where the tiles of each kind begin; last, where all end
     */
    record Group(List<Run> runs, int[] starts) {

        /** The first of the tiles of which a component is wanted; {@code last} is whether it is the last of its row. */
        int from(boolean lastRow, boolean lastColumn) {
            return starts[lastColumn ? INNER : lastRow ? RIGHT : CORNER];
        }

        /** Behind the last of these tiles. */
        int to(boolean lastRow) {
            return starts[lastRow ? BOTTOM : BOTTOM + 1];
        }
    }

    /** The tiles from one to before another, in runs of so many at most. */
    Group group(int from, int to, int mostOfRun) {
        int[] starts = new int[BOTTOM + 2];
        for (int tile = from; tile < to; tile++) {
            starts[kind(tile) + 1]++;
        }
        for (int kind = 0; kind <= BOTTOM; kind++) {
            starts[kind + 1] += starts[kind];
        }
        int[] next = starts.clone();
        List<Run> runs = new ArrayList<>();
        for (int first = from, tiles; first < to; first += tiles) {
            int column = first % columns;
            tiles = Math.min(Math.min(columns - column, to - first), mostOfRun);
            int kind = kind(first);
            int lastKind = kind(first + tiles - 1);
            int last = kind == lastKind ? 0 : 1;
            runs.add(new Run(
                    first / ofImage(), first / columns % rows, column, tiles - last, next[kind], last, next[lastKind]));
            next[kind] += tiles - last;
            next[lastKind] += last;
        }
        return new Group(runs, starts);
    }
}
