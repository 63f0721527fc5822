package dev.convoy.kernel;

import static dev.convoy.kernel.Kernel.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProductsTest {

    private final Random random = seeded();

    private static Random seeded() {
        long seed = System.nanoTime();
        System.out.println("ProductsTest seed " + seed);
        return new Random(seed);
    }

    /** Sizes, offsets and values that the definition and the kernels work on. */
    private final class Draw {

        final int pixels = random.nextInt(60);
        final int panel = 1 + random.nextInt(2);
        final int count = random.nextInt(6);
        final int first = random.nextInt(3);
        final int xOffset = random.nextInt(5);
        final int wOffset = random.nextInt(5);
        final int yOffset = random.nextInt(5);
        final int biasOffset = random.nextInt(5);
        final int yStep = (pixels + random.nextInt(3)) * BLOCK;
        final int[] offsets = random.ints(first + count, 0, 200).toArray();
        final float[] x = Gaussians.of(random, xOffset + 200 + (pixels + 1) * BLOCK);
        final float[] w = Gaussians.of(random, wOffset + count * BLOCK * panel * BLOCK);
        final float[] bias = random.nextBoolean() ? Gaussians.of(random, biasOffset + panel * BLOCK) : null;
        final float[] y = Gaussians.of(random, yOffset + panel * yStep + 3);

        /** What {@code y} becomes if step k of pixel p reads {@code x} at {@code places}. */
        float[] expected(int depth, Places places) {
            float[] expected = y.clone();
            for (int p = 0; p < pixels; p++) {
                for (int c = 0; c < panel * BLOCK; c++) {
                    int to = yOffset + c / BLOCK * yStep + p * BLOCK + c % BLOCK;
                    float sum = bias == null ? y[to] : bias[biasOffset + c];
                    for (int k = 0; k < depth; k++) {
                        sum = Math.fma(x[xOffset + places.at(k, p)], w[wOffset + k * panel * BLOCK + c], sum);
                    }
                    expected[to] = sum;
                }
            }
            return expected;
        }
    }

    private interface Places {
        int at(int step, int pixel);
    }

    @Test
    void blocksGiveTheBitsOfTheDefinition() {
        for (int trial = 0; trial < 500; trial++) {
            Draw d = new Draw();
            float[] expected =
                    d.expected(d.count * BLOCK, (k, p) -> d.offsets[d.first + k / BLOCK] + p * BLOCK + k % BLOCK);
            for (Kernel kernel : Kernels.available()) {
                float[] y = d.y.clone();
                kernel.products()
                        .blocks(
                                d.x,
                                d.xOffset,
                                d.offsets,
                                d.first,
                                d.count,
                                d.w,
                                d.wOffset,
                                d.bias,
                                d.biasOffset,
                                y,
                                d.yOffset,
                                d.yStep,
                                d.panel,
                                d.pixels);
                assertThat(y).as(kernel.description()).isEqualTo(expected);
            }
        }
    }

    @Test
    void planesGiveTheBitsOfTheDefinition() {
        for (int trial = 0; trial < 500; trial++) {
            Draw d = new Draw();
            int[] offsets = Arrays.copyOfRange(d.offsets, d.first, d.offsets.length);
            float[] expected = d.expected(d.count, (k, p) -> offsets[k] + p);
            for (Kernel kernel : Kernels.available()) {
                float[] y = d.y.clone();
                kernel.products()
                        .planes(
                                d.x,
                                d.xOffset,
                                offsets,
                                d.count,
                                d.w,
                                d.wOffset,
                                d.bias,
                                d.biasOffset,
                                y,
                                d.yOffset,
                                d.yStep,
                                d.panel,
                                d.pixels);
                assertThat(y).as(kernel.description()).isEqualTo(expected);
            }
        }
    }
}
