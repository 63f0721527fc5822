package dev.convoy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransformsTest {

    @ParameterizedTest
    @EnumSource
    void everyKernelGivesTheSameBits(WinogradTile tile) {
        long seed = System.nanoTime();
        System.out.println("TransformsTest seed " + seed);
        Random random = new Random(seed);
        int n = tile.inputs();
        int points = tile.points();
        for (int trial = 0; trial < 50; trial++) {
            int tiles = 1 + random.nextInt(9);
            int columns = (tiles - 1) * tile.step() + n;
            int offset = random.nextInt(20);
            int xStep = (columns + random.nextInt(3)) * Kernel.BLOCK;
            int vStep = (tiles + random.nextInt(3)) * Kernel.BLOCK;
            int yStep = (tiles * tile.outputs() + random.nextInt(3)) * Kernel.BLOCK;
            float[] x = Gaussians.of(random, offset + n * xStep);
            float[] bias = Gaussians.of(random, offset + Kernel.BLOCK);
            float[] first = null;
            for (Kernel kernel : Kernels.available()) {
                float[] strip = new float[offset + columns * n * Kernel.BLOCK];
                float[] v = new float[offset + n * n * vStep];
                float[] y = new float[offset + tile.outputs() * yStep];
                Transforms transforms = kernel.transforms();
                transforms.columns(tile, x, offset, xStep, columns, strip, offset);
                transforms.rows(tile, strip, offset, tiles, v, offset, vStep);
                transforms.outputs(tile, v, offset, vStep, tiles, bias, offset, y, offset, yStep, strip, offset);
                first = first == null ? y : first;
                assertThat(y).as("%s, %d tiles", kernel.description(), tiles).isEqualTo(first);
            }
        }
    }
}
