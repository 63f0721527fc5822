package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaxPool2dTest {

    @Test
    void everyOutputIsTheLargestOfItsWindow() {
        long seed = System.nanoTime();
        System.out.println("MaxPool2dTest seed " + seed);
        Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            int kernel = random.nextInt(3) + 1;
            int stride = random.nextInt(3) + 1;
            int dilation = random.nextInt(2) + 1;
            int padding = random.nextInt((dilation * (kernel - 1) + 1) / 2 + 1);
            boolean ceil = random.nextBoolean();
            MaxPool2d pool = MaxPool2d.builder(kernel)
                    .stride(stride)
                    .padding(padding)
                    .dilation(dilation)
                    .ceilMode(ceil)
                    .build();
            Tensor input =
                    Generator.manualSeed(trial).rand(Shape.of(2, 3, 7 + random.nextInt(6), 7 + random.nextInt(6)));

            Tensor output = pool.forward(input);

            for (int i = 0; i < output.shape().size(2); i++) {
                for (int j = 0; j < output.shape().size(3); j++) {
                    assertThat(output.at(1, 2, i, j))
                            .as("%s, [%d, %d] of %s", pool, i, j, input.shape())
                            .isEqualTo(largest(input, i * stride - padding, j * stride - padding, kernel, dilation));
                }
            }
        }
    }

    private static float largest(Tensor input, int top, int left, int kernel, int dilation) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < kernel; i++) {
            for (int j = 0; j < kernel; j++) {
                int row = top + i * dilation;
                int column = left + j * dilation;
                if (row >= 0
                        && row < input.shape().size(2)
                        && column >= 0
                        && column < input.shape().size(3)) {
                    largest = Math.max(largest, input.at(1, 2, row, column));
                }
            }
        }
        return largest;
    }

    /** The values are those of {@code torch.nn.MaxPool2d(3, stride=2, ceil_mode=...)}'s documented formula. */
    @Test
    void ceilModeLeavesOutAWindowThatStartsBehindTheImage() {
        Shape six = Shape.of(1, 1, 6, 6);
        assertThat(MaxPool2d.builder(3).stride(2).build().outputShape(six)).isEqualTo(Shape.of(1, 1, 2, 2));
        assertThat(MaxPool2d.builder(3).stride(2).ceilMode(true).build().outputShape(six))
                .isEqualTo(Shape.of(1, 1, 3, 3));
        assertThat(MaxPool2d.builder(1).stride(4).ceilMode(true).build().outputShape(six))
                .isEqualTo(Shape.of(1, 1, 2, 2));
        assertThat(MaxPool2d.builder(2)
                        .stride(3)
                        .padding(1)
                        .ceilMode(true)
                        .build()
                        .outputShape(Shape.of(1, 5, 5)))
                .isEqualTo(Shape.of(1, 2, 2));
    }

    @Test
    void aNanIsTheLargest() {
        Tensor input = Tensor.of(Shape.of(1, 2, 2), 1, Float.NaN, 3, 2);
        assertThat(MaxPool2d.builder(2).build().forward(input).array()[0]).isNaN();
    }
}
