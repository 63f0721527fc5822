package dev.convoy.state.arrow;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the values of variable length of a column lie: that of row i from number i to number i + 1. */
final class Offsets {

    private final ArrowColumn column;
    private final BatchBuffer numbers;
    private final int width;
    private final long most;

    /**
     * The offsets of a batch.
     *
     * @param which their place among the column's buffers
     * @param large whether they are of 64 bits
     * @param most how far they may lead
     */
    Offsets(ArrowColumn column, Batch batch, int which, boolean large, long most) throws IOException {
        this.column = column;
        this.width = large ? Long.BYTES : Integer.BYTES;
        this.numbers = batch.buffer(column, which, batch.rows() == 0 ? 0 : batch.rows() + 1, width);
        this.most = most;
    }

    /** From where to where the value of the column's row lies. */
    Range range() throws IOException {
        long at = column.row() * width;
        ByteBuffer pair = numbers.bytes(at, 2 * width);
        long from = width == Long.BYTES ? pair.getLong(0) : pair.getInt(0);
        long to = width == Long.BYTES ? pair.getLong(width) : pair.getInt(width);
        if (from < 0 || to < from || to > most) {
            throw column.malformed(
                    numbers, at, "expected a value in 0 to " + most + ", but it is in " + from + " to " + to);
        }
        return new Range(from, to);
    }

    /** The end is exclusive. */
    record Range(long from, long to) {
        long length() {
            return to - from;
        }
    }
}
