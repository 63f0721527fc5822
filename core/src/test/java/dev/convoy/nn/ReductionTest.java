package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReductionTest {

    @Test
    void everyReductionIsItsFormulaOverAnyDimensions() {
        Random random = Tensors.random(ReductionTest.class);
        for (int trial = 0; trial < 200; trial++) {
            int[] sizes = random.ints(random.nextInt(4) + 1, 1, 5).toArray();
            Tensor input = Tensors.gaussian(random, sizes);
            boolean[] reduced = new boolean[sizes.length];
            for (int i = 0; i < sizes.length; i++) {
                reduced[i] = random.nextBoolean();
            }
            int[] dims = IntStream.range(0, sizes.length)
                    .filter(i -> reduced[i])
                    .map(i -> random.nextBoolean() ? i : i - sizes.length)
                    .toArray();
            if (dims.length == 0) {
                Arrays.fill(reduced, true);
            }
            check(input, reduced, random.nextBoolean(), dims);
        }
    }

    private static void check(Tensor input, boolean[] reduced, boolean keepdim, int[] dims) {
        Shape kept = input.shape();
        for (int i = 0; i < reduced.length; i++) {
            kept = reduced[i] ? kept.with(i, 1) : kept;
        }
        double[] sums = new double[kept.elements()];
        double[] largest = new double[kept.elements()];
        double[] smallest = new double[kept.elements()];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        Arrays.fill(smallest, Double.POSITIVE_INFINITY);
        for (int i = 0; i < input.array().length; i++) {
            int to = 0;
            int rest = input.array().length;
            for (int d = 0; d < reduced.length; d++) {
                rest /= input.shape().size(d);
                int index = i / rest % input.shape().size(d);
                to = to * kept.size(d) + (reduced[d] ? 0 : index);
            }
            sums[to] += input.array()[i];
            largest[to] = Math.max(largest[to], input.array()[i]);
            smallest[to] = Math.min(smallest[to], input.array()[i]);
        }
        double count = (double) input.array().length / sums.length;
        double[] means = Arrays.stream(sums).map(sum -> sum / count).toArray();

        Tensor sum = Reduction.sum(keepdim, dims).forward(input);
        int[] sizes = IntStream.range(0, reduced.length)
                .filter(i -> keepdim || !reduced[i])
                .map(kept::size)
                .toArray();
        assertThat(sum.shape()).isEqualTo(Shape.of(sizes));
        Tensors.expectWithinUlps(1, sum, sums, "sum");
        Tensors.expectWithinUlps(1, Reduction.mean(keepdim, dims).forward(input), means, "mean");
        Tensors.expectWithinUlps(0, Reduction.amax(keepdim, dims).forward(input), largest, "amax");
        Tensors.expectWithinUlps(0, Reduction.amin(keepdim, dims).forward(input), smallest, "amin");
    }

    @Test
    void nansAndEmptyDimensionsAreTorchs() {
        Tensor nan = Tensors.vector(1, Float.NaN, 2);
        assertThat(Reduction.amax(false).forward(nan).array()).containsExactly(Float.NaN);
        assertThat(Reduction.amin(false).forward(nan).array()).containsExactly(Float.NaN);
        assertThat(Reduction.sum(false, 0).forward(nan).array()).containsExactly(Float.NaN);
        Tensor none = Tensor.zeros(Shape.of(2, 0));
        assertThat(Reduction.sum(false, 1).forward(none).array()).containsExactly(0, 0);
        assertThat(Reduction.mean(false, 1).forward(none).array()).containsExactly(Float.NaN, Float.NaN);
        assertThat(Reduction.amax(false, 0).forward(none).shape()).isEqualTo(Shape.of(0));
        assertThat(Reduction.mean(true).forward(Tensor.of(Shape.of(), 3)).array())
                .containsExactly(3);
        assertThatThrownBy(() -> Reduction.amax(false, 1).outputShape(Shape.of(2, 0)))
                .hasMessage("amax expects elements in dimension 1 but it has none, from the input [2, 0]");
    }

    @Test
    void dimensionsThatAreNotThereAreNamed() {
        assertThatThrownBy(() -> Reduction.mean(false, 2).outputShape(Shape.of(2, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("mean has dim 2, which an input of 2 dimensions has not, from the input [2, 3]");
        assertThatThrownBy(() -> Reduction.sum(false, 1, -1).outputShape(Shape.of(2, 3)))
                .hasMessage("sum names dimension 1 more than once, from the input [2, 3]");
        assertThat(Reduction.mean(true, 2, 3)).hasToString("mean(dim=[2, 3], keepdim=True)");
    }
}
