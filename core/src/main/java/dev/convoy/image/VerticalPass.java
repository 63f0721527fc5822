package dev.convoy.image;

import java.util.Arrays;

/** The vertical pass of a resize: a row is a weighted sum of neighbouring rows before it. */
final class VerticalPass implements PixelRows {

    private final PixelRows in;
    private final Weights weights;

    /** The rows read last: row {@code i}, if held, at {@code i} modulo their number. */
    private final int[][] rows;

    private final int[] held;
    private final ChannelSums sums;

    /**
     * A pass over rows of {@code length} pixels, which are read in their order.
     *
     * @param most the rows held at most; {@code weights.taps()} for each to be read only once
     */
    VerticalPass(PixelRows in, int length, Weights weights, int most) {
        this.in = in;
        this.weights = weights;
        this.rows = new int[Math.min(weights.taps(), most)][length];
        this.held = new int[rows.length];
        Arrays.fill(held, -1);
        this.sums = new ChannelSums(length);
    }

    @Override
    public void read(int row, int[] pixels) {
        int start = weights.starts()[row];
        sums.clear();
        for (int tap = 0; tap < weights.counts()[row]; tap++) {
            sums.add(held(start + tap), weights.weights()[tap][row]);
        }
        sums.join(pixels);
    }

    private int[] held(int row) {
        int place = row % rows.length;
        if (held[place] != row) {
            held[place] = row;
            in.read(row, rows[place]);
        }
        return rows[place];
    }
}
