package dev.convoy.kernel.blocked;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockingTest {

    @Test
    void thereAndBack() {
        long seed = System.nanoTime();
        System.out.println("BlockingTest seed " + seed);
        Random random = new Random(seed);
        FilterTrial trial = new FilterTrial(random);
        for (int i = 0; i < 100; i++) {
            Grid grid = trial.grid(70, 20);
            float[] x = trial.images(1, grid);
            int offset = random.nextInt(20);
            float[] shifted = new float[offset + x.length];
            System.arraycopy(x, 0, shifted, offset, x.length);

            Images blocks = trial.room(1, grid);
            new Blocking(grid).toBlocks(shifted, offset, blocks.array(), blocks.offset());
            FilterTrial.holdsEqual(FilterTrial.planes(1, grid, blocks), x, "to blocks, " + grid);
            FilterTrial.holdsZerosBeyond(grid, blocks.array(), blocks.offset());

            float[] planes = new float[offset + x.length];
            Images drawn = trial.blocked(1, grid, x);
            new Blocking(grid).toPlanes(drawn.array(), drawn.offset(), planes, offset);
            FilterTrial.holdsEqual(Arrays.copyOfRange(planes, offset, planes.length), x, "to planes, " + grid);
        }
    }
}
