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

            float[] blocks = trial.gaussians(offset + grid.elements() + 3);
            new Blocking(grid).toBlocks(shifted, offset, blocks, offset);
            FilterTrial.holdsEqual(FilterTrial.planes(1, grid, blocks, offset), x, "to blocks, " + grid);
            FilterTrial.holdsZerosBeyond(1, grid, blocks, offset);

            float[] planes = new float[offset + x.length];
            new Blocking(grid).toPlanes(trial.blocked(1, grid, x, offset), offset, planes, offset);
            FilterTrial.holdsEqual(Arrays.copyOfRange(planes, offset, planes.length), x, "to planes, " + grid);
        }
    }
}
