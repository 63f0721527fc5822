package dev.convoy.image;

/** The horizontal pass of a resize: a pixel of a row is a weighted sum of neighbours in the same row before it. */
final class HorizontalPass implements PixelRows {

    private final PixelRows in;
    private final Weights weights;

    /** A row as it comes, and behind it what weights of 0 are for. */
    private final int[] before;
    /** Of every pixel, the neighbour that one of its weights is for. */
    private final int[] neighbours;

    private final ChannelSums sums;

    /**
     * A pass over rows that begin with the first pixel that any weight is for.
     *
     * @param in rows of {@code weights.end() - weights.first()} pixels
     */
    HorizontalPass(PixelRows in, Weights weights) {
        this.in = in;
        this.weights = weights;
        this.before = new int[weights.end() - weights.first() + weights.taps()];
        this.neighbours = new int[weights.outputs()];
        this.sums = new ChannelSums(weights.outputs());
    }

    @Override
    public void read(int row, int[] pixels) {
        in.read(row, before);
        sums.clear();
        for (int tap = 0; tap < weights.taps(); tap++) {
            gather(before, weights.starts(), tap - weights.first(), neighbours);
            sums.add(neighbours, weights.weights()[tap]);
        }
        sums.join(pixels);
    }

    private static void gather(int[] row, int[] starts, int shift, int[] neighbours) {
        for (int i = 0; i < starts.length; i++) {
            neighbours[i] = row[starts[i] + shift];
        }
    }
}
