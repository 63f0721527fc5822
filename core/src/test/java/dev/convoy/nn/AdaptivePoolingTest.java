package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AdaptivePoolingTest {

    @Test
    void everyOutputIsItsWindows() {
        Draws draws = Draws.of(AdaptivePoolingTest.class);
        for (int trial = 0; trial < 200; trial++) {
            Integer height = draws.between(0, 5) == 0 ? null : Integer.valueOf(draws.between(1, 9));
            Integer width = draws.between(0, 5) == 0 ? null : Integer.valueOf(draws.between(1, 9));
            Tensor input = draws.tensor(Shape.of(2, 2, draws.between(1, 9), draws.between(1, 9)));
            Layer average = new AdaptiveAvgPool2d(height, width);
            Layer max = new AdaptiveMaxPool2d(height, width);

            Tensor averages = average.forward(input);
            Tensor largest = max.forward(input);

            int rows = height == null ? input.shape().size(2) : height;
            int columns = width == null ? input.shape().size(3) : width;
            assertThat(averages.shape()).isEqualTo(Shape.of(2, 2, rows, columns));
            assertThat(largest.shape()).isEqualTo(averages.shape());
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double sum = 0;
                    int count = 0;
                    float most = Float.NEGATIVE_INFINITY;
                    for (int h = start(i, input.shape().size(2), rows);
                            h < end(i, input.shape().size(2), rows);
                            h++) {
                        for (int w = start(j, input.shape().size(3), columns);
                                w < end(j, input.shape().size(3), columns);
                                w++) {
                            sum += input.at(1, 1, h, w);
                            most = Math.max(most, input.at(1, 1, h, w));
                            count++;
                        }
                    }
                    assertThat((double) averages.at(1, 1, i, j))
                            .as("%s of %s", average, input.shape())
                            .isCloseTo(sum / count, within(1e-6));
                    assertThat(largest.at(1, 1, i, j)).isEqualTo(most);
                }
            }
            Draws.expectSameBitsAlone(average, input);
            Draws.expectSameBitsAlone(max, input);
        }
    }

    private static int start(int output, int size, int outputs) {
        return (int) Math.floor((double) output * size / outputs);
    }

    private static int end(int output, int size, int outputs) {
        return (int) Math.ceil((output + 1.0) * size / outputs);
    }

    @Test
    void linesAndVolumesAreSharedEvenly() {
        Tensor line = Tensor.of(Shape.of(1, 1, 5), 1, 2, 3, 4, 9);
        assertThat(new AdaptiveAvgPool1d(3).forward(line).array()).containsExactly(1.5f, 3, 6.5f);
        assertThat(new AdaptiveMaxPool1d(3).forward(line).array()).containsExactly(2, 4, 9);
        Tensor cube = Tensor.of(Shape.of(1, 2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(new AdaptiveAvgPool3d(1).forward(cube).array()).containsExactly(4.5f);
        assertThat(new AdaptiveAvgPool3d(2, 1, 1).forward(cube).array()).containsExactly(2.5f, 6.5f);
        assertThat(new AdaptiveMaxPool3d(1, null, 1).forward(cube).array()).containsExactly(6, 8);
    }

    @Test
    void reprIsTorchs() {
        assertThat(new AdaptiveAvgPool2d(1)).hasToString("AdaptiveAvgPool2d(output_size=1)");
        assertThat(new AdaptiveAvgPool2d(1, 1)).hasToString("AdaptiveAvgPool2d(output_size=(1, 1))");
        assertThat(new AdaptiveMaxPool2d(null, 7)).hasToString("AdaptiveMaxPool2d(output_size=(None, 7))");
    }

    @Test
    void whatTorchRefusesIsRefused() {
        assertThatThrownBy(() -> new AdaptiveAvgPool2d(-1))
                .hasMessage("AdaptiveAvgPool2d expects output_size to be 0 or more, but it is -1");
        assertThatThrownBy(() -> new AdaptiveAvgPool2d(1, 2, 3))
                .hasMessage("AdaptiveAvgPool2d expects output_size to be one number or 2, but it is [1, 2, 3]");
        assertThatThrownBy(() -> new AdaptiveMaxPool2d(1).outputShape(Shape.of(4, 4)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("AdaptiveMaxPool2d expects [N, C, H, W] or [C, H, W] but receives 2 dimensions,"
                        + " from the input [4, 4]");
        assertThatThrownBy(() -> new AdaptiveAvgPool2d(1).outputShape(Shape.of(1, 4, 0)))
                .hasMessage("AdaptiveAvgPool2d expects an input with elements but receives none,"
                        + " from the input [1, 4, 0]");
        assertThat(new AdaptiveAvgPool2d(1)
                        .forward(Tensor.zeros(Shape.of(0, 3, 2, 2)))
                        .shape())
                .isEqualTo(Shape.of(0, 3, 1, 1));
    }
}
