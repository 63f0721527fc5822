package dev.convoy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelAgreementTest {

    @Test
    void theVectorKernelIsTheChosenOneWhereTheModuleIsThere() {
        assertThat(Kernels.available()).hasSize(2);
        assertThat(Kernels.current().description()).startsWith("Vector API, ");
    }

    @Test
    void everyKernelGivesTheBitsOfTheDefinition() {
        long seed = System.nanoTime();
        System.out.println("KernelAgreementTest seed " + seed);
        Random random = new Random(seed);
        for (int trial = 0; trial < 300; trial++) {
            int pixels = random.nextInt(40);
            int depth = random.nextInt(50);
            int xStep = random.nextInt(4);
            int span = random.nextInt(60) + 1;
            int[] offsets = random.ints(depth, 0, span).toArray();
            int xOffset = random.nextInt(5);
            int wOffset = random.nextInt(5);
            int yOffset = random.nextInt(5);
            float[] x = Gaussians.of(random, xOffset + pixels * xStep + span);
            float[] w = Gaussians.of(random, wOffset + depth * Kernel.PANEL);
            float[] y = Gaussians.of(random, yOffset + pixels * Kernel.PANEL + 3);

            float[] expected = y.clone();
            for (int p = 0; p < pixels; p++) {
                for (int c = 0; c < Kernel.PANEL; c++) {
                    float sum = y[yOffset + p * Kernel.PANEL + c];
                    for (int k = 0; k < depth; k++) {
                        sum = Math.fma(x[xOffset + p * xStep + offsets[k]], w[wOffset + k * Kernel.PANEL + c], sum);
                    }
                    expected[yOffset + p * Kernel.PANEL + c] = sum;
                }
            }
            for (Kernel kernel : Kernels.available()) {
                float[] actual = y.clone();
                kernel.accumulate(x, xOffset, xStep, offsets, depth, w, wOffset, actual, yOffset, pixels);
                assertThat(actual)
                        .as("%s, pixels %d, depth %d", kernel.description(), pixels, depth)
                        .isEqualTo(expected);
            }
        }
    }
}
