package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.WindowArea;
import java.util.ArrayList;
import java.util.List;

/**
 * A filter of windows: a band of outputs is cut into rectangles whose windows are alike, the inner one and the borders.
 */
abstract class WindowFilter extends BandedFilter {

    /** A line this short is better computed by columns. */
    private static final int SHORT = 4;

    /**
     * A rectangle of outputs.
     *
     * @param x where its first element lies, counted from the block's start
     * @param y where its first output lies, counted from the band's start
     * @param row one of its rows
     * @param column one of its columns
     */
    record Part(WindowArea area, int x, int y, int row, int column) {}

    private final Taps rows;
    private final Taps columns;
    private final Part[][] bands;

    WindowFilter(Grid input, Taps rows, Taps columns) {
        super(input, new Grid(input.channels(), rows.outputs(), columns.outputs()));
        this.rows = rows;
        this.columns = columns;
        this.bands = new Part[(rows.outputs() + bandRows() - 1) / bandRows()][];
        for (int band = 0; band < bands.length; band++) {
            int begin = band * bandRows();
            bands[band] = parts(begin, Math.min(begin + bandRows(), rows.outputs()));
        }
    }

    private Part[] parts(int begin, int end) {
        List<Part> parts = new ArrayList<>();
        int[] rowRuns = rows.runs(begin, end);
        int[] columnRuns = columns.runs(0, columns.outputs());
        for (int i = 0; i + 1 < rowRuns.length; i++) {
            for (int j = 0; j + 1 < columnRuns.length; j++) {
                parts.add(part(begin, rowRuns[i], rowRuns[i + 1], columnRuns[j], columnRuns[j + 1]));
            }
        }
        return parts.toArray(Part[]::new);
    }

    private Part part(int begin, int row, int endRow, int column, int endColumn) {
        int xLine = input().width() * Kernel.BLOCK;
        int yLine = output().width() * Kernel.BLOCK;
        WindowArea area = new WindowArea(
                endRow - row,
                rows.distance(row, endRow) * xLine,
                yLine,
                endColumn - column,
                columns.distance(column, endColumn) * Kernel.BLOCK,
                Kernel.BLOCK,
                rows.count()[row],
                rows.step() * xLine,
                columns.count()[column],
                columns.step() * Kernel.BLOCK);
        return new Part(
                area.pixels() < SHORT && area.lines() > area.pixels() ? area.turned() : area,
                rows.from()[row] * xLine + columns.from()[column] * Kernel.BLOCK,
                (row - begin) * yLine + column * Kernel.BLOCK,
                row,
                column);
    }

    final Taps rows() {
        return rows;
    }

    final Taps columns() {
        return columns;
    }

    @Override
    final void rows(Kernel kernel, int block, float[] x, int xOffset, int from, int to, float[] y, int yOffset) {
        for (Part part : bands[from / bandRows()]) {
            part(kernel, block, part, x, xOffset + part.x(), y, yOffset + part.y());
        }
    }

    /**
     * Computes a rectangle of outputs of a block.
     *
     * @param x holds its first element at {@code xOffset}
     * @param y receives its first output at {@code yOffset}
     */
    abstract void part(Kernel kernel, int block, Part part, float[] x, int xOffset, float[] y, int yOffset);
}
