package dev.convoy.kernel.blocked;

import dev.convoy.kernel.Normalisation;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChannelNormalisationTest {

    @Test
    void givesTheBitsOfPlanes() {
        long seed = System.nanoTime();
        System.out.println("ChannelNormalisationTest seed " + seed);
        Random random = new Random(seed);
        FilterTrial trial = new FilterTrial(random);
        for (int i = 0; i < 60; i++) {
            Grid grid = trial.grid(70, 20);
            int images = 1 + random.nextInt(4);
            float[] weight = random.nextInt(4) == 0 ? null : trial.gaussians(grid.channels());
            float[] bias = random.nextInt(4) == 0 ? null : trial.gaussians(grid.channels());
            float[] x = trial.images(images, grid);
            float[] expected = new float[x.length];
            int step = grid.channels() * grid.pixels();
            for (int from = 0; from < x.length; from += step) {
                Normalisation.channels(x, expected, from, grid.channels(), grid.pixels(), 1e-6, weight, bias);
            }
            float[] actual = trial.apply(new ChannelNormalisation(grid, 1e-6, weight, bias), images, x);
            FilterTrial.holdsEqual(actual, expected, grid.toString());
        }
    }
}
