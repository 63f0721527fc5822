package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Kernel;
import java.util.Arrays;

/** One image between planes, {@code [channels, height, width]}, and the blocks of a {@link Grid}. */
public final class Blocking {

    private static final int BLOCK = Kernel.BLOCK;

    private final Grid grid;

    /** Of images of a grid. */
    public Blocking(Grid grid) {
        this.grid = grid;
    }

    /** Blocks from planes; the lanes beyond the channels become 0. */
    public void toBlocks(float[] x, int xOffset, float[] y, int yOffset) {
        int pixels = grid.pixels();
        for (int first = 0, to = yOffset; first < grid.channels(); first += BLOCK, to += grid.blockStep()) {
            int lanes = Math.min(BLOCK, grid.channels() - first);
            for (int begin = 0; begin < pixels; begin += Lanes.STRETCH) {
                int length = Math.min(Lanes.STRETCH, pixels - begin);
                if (lanes < BLOCK) {
                    Arrays.fill(y, to + begin * BLOCK, to + (begin + length) * BLOCK, 0f);
                }
                for (int lane = 0; lane < lanes; lane++) {
                    Lanes.spread(x, xOffset + (first + lane) * pixels + begin, y, to + begin * BLOCK + lane, length);
                }
            }
        }
    }

    /** Planes from blocks. */
    public void toPlanes(float[] x, int xOffset, float[] y, int yOffset) {
        int pixels = grid.pixels();
        for (int first = 0, from = xOffset; first < grid.channels(); first += BLOCK, from += grid.blockStep()) {
            int lanes = Math.min(BLOCK, grid.channels() - first);
            for (int begin = 0; begin < pixels; begin += Lanes.STRETCH) {
                int length = Math.min(Lanes.STRETCH, pixels - begin);
                for (int lane = 0; lane < lanes; lane++) {
                    Lanes.collect(x, from + begin * BLOCK + lane, y, yOffset + (first + lane) * pixels + begin, length);
                }
            }
        }
    }
}
