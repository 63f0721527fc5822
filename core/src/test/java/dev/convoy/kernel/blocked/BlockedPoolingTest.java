package dev.convoy.kernel.blocked;

import dev.convoy.kernel.AveragePooling;
import dev.convoy.kernel.Extent;
import dev.convoy.kernel.MaxPooling;
import dev.convoy.kernel.Pooling;
import dev.convoy.kernel.Windows;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockedPoolingTest {

    private static final Windows PLANE = Windows.each(1);

    private final Random random = new Random(seed());
    private final FilterTrial trial = new FilterTrial(random);

    private static long seed() {
        long seed = System.nanoTime();
        System.out.println("BlockedPoolingTest seed " + seed);
        return seed;
    }

    @Test
    void theLargestIsThatOfPlanes() {
        for (int i = 0; i < 100; i++) {
            Grid grid = trial.grid(70, 20);
            Windows rows = windows(grid.height(), 1 + random.nextInt(2));
            Windows columns = windows(grid.width(), 1 + random.nextInt(2));
            int images = 1 + random.nextInt(4);
            float[] x = trial.images(images, grid);
            for (int j = 0; j < x.length; j += 1 + random.nextInt(100)) {
                x[j] = random.nextBoolean() ? Float.NaN : random.nextBoolean() ? 0f : -0f;
            }
            FilterTrial.holdsEqual(
                    trial.apply(new BlockedMaxPooling(grid, rows, columns), images, x),
                    expected(new MaxPooling(PLANE, rows, columns), images, grid, x),
                    grid + ", " + rows + ", " + columns);
        }
    }

    @Test
    void theAverageIsThatOfPlanes() {
        for (int i = 0; i < 100; i++) {
            Grid grid = trial.grid(70, 20);
            Windows rows = windows(grid.height(), 1);
            Windows columns = windows(grid.width(), 1);
            int images = 1 + random.nextInt(4);
            boolean countIncludePad = random.nextBoolean();
            int divisor = random.nextInt(3) == 0 ? random.nextInt(7) - 3 : 0;
            float[] x = trial.images(images, grid);
            FilterTrial.holdsEqual(
                    trial.apply(new BlockedAveragePooling(grid, rows, columns, countIncludePad, divisor), images, x),
                    expected(new AveragePooling(PLANE, rows, columns, countIncludePad, divisor), images, grid, x),
                    grid + ", " + rows + ", " + columns);
        }
    }

    /** Sliding, where the last one may reach beyond the padding, or adaptive, all inputs by one among them. */
    private Windows windows(int size, int dilation) {
        if (random.nextInt(3) == 0) {
            return Windows.adaptive(size, random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(size + 3));
        }
        int kernel = 1 + random.nextInt(5);
        int stride = 1 + random.nextInt(3);
        int padding = random.nextInt(kernel / 2 + 1);
        int span = size + 2 * padding - dilation * (kernel - 1) - 1;
        if (span < 0) {
            return Windows.each(size);
        }
        int outputs = (span + random.nextInt(2) * (stride - 1)) / stride + 1;
        if ((outputs - 1) * stride >= size + padding) {
            outputs--;
        }
        return Windows.sliding(size, outputs, kernel, stride, padding, dilation);
    }

    private static float[] expected(Pooling pooling, int images, Grid grid, float[] x) {
        Grid output = pooling instanceof MaxPooling max
                ? new Grid(
                        grid.channels(), max.rows().from().length, max.columns().from().length)
                : new Grid(
                        grid.channels(),
                        ((AveragePooling) pooling).rows().from().length,
                        ((AveragePooling) pooling).columns().from().length);
        float[] y = new float[images * output.channels() * output.pixels()];
        for (int plane = 0; plane < images * grid.channels(); plane++) {
            Extent size = new Extent(1, grid.height(), grid.width());
            pooling.apply(x, plane * grid.pixels(), size, y, plane * output.pixels());
        }
        return y;
    }
}
