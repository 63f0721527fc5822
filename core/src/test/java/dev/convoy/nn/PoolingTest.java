package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Max and average poolings of one to three dimensions, against their definitions. */
class PoolingTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyOutputIsItsWindows(int dimensions) {
        Draws draws = Draws.of(PoolingTest.class);
        for (int trial = 0; trial < 200; trial++) {
            int[] kernel = draws.each(dimensions, 1, 4);
            int[] stride = draws.each(dimensions, 1, 4);
            int[] dilation = draws.each(dimensions, 1, 2);
            int[] padding = new int[dimensions];
            boolean max = draws.bool();
            for (int i = 0; i < dimensions; i++) {
                dilation[i] = max ? dilation[i] : 1;
                padding[i] = draws.between(0, (dilation[i] * (kernel[i] - 1) + 1) / 2);
            }
            boolean ceil = draws.bool();
            boolean countIncludePad = draws.bool();
            int divisor = max || dimensions == 1 ? 0 : draws.between(-1, 2);
            Layer pool = max
                    ? max(dimensions, kernel, stride, padding, dilation, ceil)
                    : average(dimensions, kernel, stride, padding, ceil, countIncludePad, divisor);
            int[] sizes = new int[dimensions + 2];
            sizes[0] = 2;
            sizes[1] = 3;
            for (int i = 0; i < dimensions; i++) {
                sizes[i + 2] = draws.between(7, 10);
            }
            Tensor input = draws.tensor(Shape.of(sizes));

            Tensor output = pool.forward(input);

            for (int i = 0; i < dimensions; i++) {
                assertThat(output.shape().size(i + 2))
                        .isEqualTo(outputs(sizes[i + 2], kernel[i], stride[i], padding[i], dilation[i], ceil));
            }
            for (int sample = 0; sample < 20; sample++) {
                int[] at = new int[sizes.length];
                for (int i = 0; i < at.length; i++) {
                    at[i] = draws.between(0, output.shape().size(i) - 1);
                }
                List<Float> seen = new ArrayList<>();
                int[] starts = new int[dimensions];
                int covered = 1;
                for (int i = 0; i < dimensions; i++) {
                    starts[i] = at[i + 2] * stride[i] - padding[i];
                    covered *= Math.min(starts[i] + kernel[i], sizes[i + 2] + padding[i]) - starts[i];
                }
                collect(input, at.clone(), 0, starts, kernel, dilation, seen);
                double sum = seen.stream().mapToDouble(x -> x).sum();
                double divided = divisor != 0 ? divisor : countIncludePad ? covered : seen.size();
                double expected = max
                        ? seen.stream().mapToDouble(x -> x).max().orElse(Double.NEGATIVE_INFINITY)
                        : seen.isEmpty() ? 0 : sum / divided;
                assertThat((double) output.at(at))
                        .as("%s of %s", pool, input.shape())
                        .isCloseTo(expected, within(max ? 0 : 1e-6));
            }
            Draws.expectSameBitsAlone(pool, input);
        }
    }

    /** The number of windows that start at or before the last place where one may. */
    private static int outputs(int size, int kernel, int stride, int padding, int dilation, boolean ceil) {
        int count = 0;
        int span = dilation * (kernel - 1) + 1;
        for (int start = -padding; ; start += stride) {
            boolean fits = start + span <= size + padding;
            boolean firstOver = ceil && start - stride + span < size + padding && start < size;
            if (!fits && !firstOver) {
                return count;
            }
            count++;
        }
    }

    private static void collect(
            Tensor x, int[] at, int dimension, int[] starts, int[] kernel, int[] dilation, List<Float> seen) {
        if (dimension == kernel.length) {
            seen.add(x.at(at));
            return;
        }
        for (int k = 0; k < kernel[dimension]; k++) {
            int index = starts[dimension] + k * dilation[dimension];
            if (index >= 0 && index < x.shape().size(dimension + 2)) {
                at[dimension + 2] = index;
                collect(x, at, dimension + 1, starts, kernel, dilation, seen);
            }
        }
    }

    private static Layer max(int dimensions, int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceil) {
        MaxPoolBuilder<? extends Layer> builder = switch (dimensions) {
            case 1 -> MaxPool1d.builder(kernel);
            case 2 -> MaxPool2d.builder(kernel);
            default -> MaxPool3d.builder(kernel);
        };
        return builder.stride(stride)
                .padding(padding)
                .dilation(dilation)
                .ceilMode(ceil)
                .build();
    }

    private static Layer average(
            int dimensions, int[] kernel, int[] stride, int[] padding, boolean ceil, boolean include, int divisor) {
        AvgPoolBuilder<? extends Layer> builder = switch (dimensions) {
            case 1 -> AvgPool1d.builder(kernel);
            case 2 -> AvgPool2d.builder(kernel);
            default -> AvgPool3d.builder(kernel);
        };
        if (divisor != 0) {
            builder.divisorOverride(divisor);
        }
        return builder.stride(stride)
                .padding(padding)
                .ceilMode(ceil)
                .countIncludePad(include)
                .build();
    }

    @Test
    void theEdgesOfAnAverageAreTorchs() {
        Tensor line = Tensor.of(Shape.of(1, 1, 7), 1, 2, 3, 4, 5, 6, 7);
        assertThat(AvgPool1d.builder(3).stride(2).build().forward(line).array()).containsExactly(2, 4, 6);
        Tensor four = Tensor.of(Shape.of(1, 4), 1, 2, 3, 4);
        assertThat(AvgPool1d.builder(3)
                        .stride(2)
                        .padding(1)
                        .build()
                        .forward(four)
                        .array())
                .containsExactly(1, 3);
        assertThat(AvgPool1d.builder(3)
                        .stride(2)
                        .padding(1)
                        .countIncludePad(false)
                        .build()
                        .forward(four)
                        .array())
                .containsExactly(1.5f, 3);
        assertThat(AvgPool1d.builder(3)
                        .stride(2)
                        .ceilMode(true)
                        .build()
                        .forward(four)
                        .array())
                .containsExactly(2, 3.5f);
        assertThat(AvgPool2d.builder(2)
                        .divisorOverride(2)
                        .build()
                        .forward(Tensor.of(Shape.of(1, 2, 2), 1, 2, 3, 4))
                        .array())
                .containsExactly(5);
    }

    @Test
    void reprIsTorchs() {
        assertThat(AvgPool1d.builder(2).build()).hasToString("AvgPool1d(kernel_size=(2,), stride=(2,), padding=(0,))");
        assertThat(AvgPool2d.builder(3, 2).stride(2, 1).build())
                .hasToString("AvgPool2d(kernel_size=(3, 2), stride=(2, 1), padding=0)");
        assertThat(AvgPool3d.builder(3).stride(2).build()).hasToString("AvgPool3d(kernel_size=3, stride=2, padding=0)");
        assertThat(MaxPool1d.builder(3).build())
                .hasToString("MaxPool1d(kernel_size=3, stride=3, padding=0, dilation=1, ceil_mode=False)");
        assertThat(MaxPool3d.builder(3, 2, 2).stride(2, 1, 2).ceilMode(true).build())
                .hasToString("MaxPool3d(kernel_size=(3, 2, 2), stride=(2, 1, 2), padding=0, dilation=1,"
                        + " ceil_mode=True)");
    }

    @Test
    void whatTorchRefusesIsRefused() {
        refused(
                () -> AvgPool2d.builder(3).padding(2).build(),
                "AvgPool2d expects padding to be at most half of the kernel, 1 here, but it is 2");
        refused(
                () -> AvgPool2d.builder(2).divisorOverride(0).build(),
                "AvgPool2d expects divisor_override to be a number other than 0, but it is 0");
        refused(
                () -> AvgPool1d.builder(2).divisorOverride(3).build(),
                "AvgPool1d expects divisor_override to be absent, but it is 3");
        refused(
                () -> MaxPool3d.builder(2, 2).build(),
                "MaxPool3d expects kernel_size to be one number or 3, but it is [2, 2]");
        refused(
                () -> MaxPool1d.builder(2).build().outputShape(Shape.of(4)),
                "MaxPool1d expects [N, C, L] or [C, L] but receives 1 dimensions, from the input [4]");
        refused(
                () -> AvgPool3d.builder(2).build().outputShape(Shape.of(1, 4, 4, 1)),
                "AvgPool3d has a kernel of (2 x 2 x 2), larger than its padded input of (4 x 4 x 1),"
                        + " from the input [1, 4, 4, 1]");
    }

    @Test
    void aDilationBeyondEveryIndexSeesOneElement() {
        Tensor input = Tensor.of(Shape.of(1, 3), 1, 2, 3);
        assertThat(MaxPool1d.builder(1)
                        .stride(1)
                        .dilation(Integer.MAX_VALUE)
                        .build()
                        .forward(input)
                        .array())
                .containsExactly(1, 2, 3);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
