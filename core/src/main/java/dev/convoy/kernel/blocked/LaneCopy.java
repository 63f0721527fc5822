package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Copies channels of one image in blocks into neighbouring channels of another one of the same size: whole blocks where
 * the lanes agree, lane by lane elsewhere. Immutable.
 */
final class LaneCopy {

    private static final int BLOCK = Kernel.BLOCK;

    /**
     * What a block of the output receives.
     *
     * @param lane the first lane that is written
     * @param sources for each lane written where its channel starts in the image read
     * @param end behind the lanes that are written; those from the last source on become 0
     * @param whole whether the block is one of the image read as it is
     */
    private record Piece(int block, int lane, int[] sources, int end, boolean whole) {}

    private final int pixels;
    private final Piece[] pieces;

    /**
     * Prepares the copy. What lies in the output's last block beyond its channels becomes 0 or what lies there in the
     * input; what lies behind the channels written otherwise may be overwritten too, so neighbours are copied in the
     * order of the channels.
     *
     * @param sources the channels that are read, in the order of the channels written
     * @param first the first channel written
     */
    LaneCopy(Grid input, int[] sources, Grid output, int first) {
        this.pixels = input.pixels();
        List<Piece> list = new ArrayList<>();
        for (int i = 0; i < sources.length; ) {
            int lane = (first + i) % BLOCK;
            int end = Math.min(i + BLOCK - lane, sources.length);
            boolean last = first + end == output.channels();
            list.add(new Piece(
                    (first + i) / BLOCK,
                    lane,
                    places(input, sources, i, end),
                    last ? BLOCK : lane + end - i,
                    lane == 0 && isBlock(input, sources, i, end)));
            i = end;
        }
        this.pieces = list.toArray(Piece[]::new);
    }

    private static int[] places(Grid input, int[] sources, int from, int to) {
        return Arrays.stream(sources, from, to)
                .map(channel -> channel / BLOCK * input.blockStep() + channel % BLOCK)
                .toArray();
    }

    private static boolean isBlock(Grid input, int[] sources, int from, int to) {
        boolean rising = sources[from] % BLOCK == 0;
        for (int i = from + 1; i < to; i++) {
            rising &= sources[i] == sources[i - 1] + 1;
        }
        return rising && (to - from == BLOCK || sources[to - 1] + 1 == input.channels());
    }

    /** Copies the channels of one image. */
    void apply(float[] x, int xOffset, float[] y, int yOffset) {
        for (Piece piece : pieces) {
            int to = yOffset + piece.block * pixels * BLOCK;
            if (piece.whole) {
                System.arraycopy(x, xOffset + piece.sources[0], y, to, pixels * BLOCK);
            } else {
                for (int begin = 0; begin < pixels; begin += Lanes.STRETCH) {
                    int length = Math.min(Lanes.STRETCH, pixels - begin);
                    lanes(piece, x, xOffset + begin * BLOCK, y, to + begin * BLOCK, length);
                }
            }
        }
    }

    private static void lanes(Piece piece, float[] x, int xOffset, float[] y, int yOffset, int length) {
        int lane = piece.lane;
        for (int source : piece.sources) {
            Lanes.copy(x, xOffset + source, y, yOffset + lane, length);
            lane++;
        }
        for (; lane < piece.end; lane++) {
            Lanes.clear(y, yOffset + lane, length);
        }
    }
}
