package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Every normalisation against its formula in float64, written element by element. */
class NormalisationTest {

    private static final double TOLERANCE = 2e-6;

    private final Random random = Tensors.random(NormalisationTest.class);

    @Test
    void batchNormsAreTheirFormula() {
        check(BatchNorm1d.builder(5).build(), Shape.of(3, 5), 1e-5);
        check(BatchNorm1d.builder(5).eps(0.1).build(), Shape.of(3, 5, 7), 0.1);
        check(BatchNorm2d.builder(6).build(), Shape.of(2, 6, 4, 3), 1e-5);
        check(BatchNorm2d.builder(6).eps(1e-3).affine(false).build(), Shape.of(2, 6, 4, 3), 1e-3);
        check(BatchNorm3d.builder(2).build(), Shape.of(2, 2, 3, 4, 5), 1e-5);
        check(InstanceNorm2d.builder(3).trackRunningStats(true).build(), Shape.of(2, 3, 4, 5), 1e-5);
    }

    private void check(NormBase<?> layer, Shape shape, double eps) {
        int channels = shape.size(1);
        Map<String, Tensor> state = new HashMap<>();
        state.put("running_mean", Tensors.gaussian(random, channels));
        state.put("running_var", Tensors.positive(random, channels));
        state.put("num_batches_tracked", Tensor.zeros(Shape.of()));
        if (layer.parameterShapes().containsKey("weight")) {
            state.put("weight", Tensors.gaussian(random, channels));
            state.put("bias", Tensors.gaussian(random, channels));
        }
        Tensor input = Tensors.gaussian(random, shape.toArray());
        int pixels = shape.elements(2, shape.rank());
        double[] expected = new double[shape.elements()];
        for (int i = 0; i < expected.length; i++) {
            int c = i / pixels % channels;
            double normal = (input.array()[i] - state.get("running_mean").array()[c])
                    / Math.sqrt(state.get("running_var").array()[c] + eps);
            expected[i] = state.containsKey("weight")
                    ? normal * state.get("weight").array()[c]
                            + state.get("bias").array()[c]
                    : normal;
        }

        Tensors.expectWithin(2e-5, layer.withState(state).forward(input), expected, layer.toString());
    }

    @Test
    void groupAndInstanceNormAreTheirFormula() {
        for (int groups : new int[] {1, 2, 6}) {
            Shape shape = Shape.of(3, 6, 5, 4);
            int perGroup = 6 / groups * 20;
            check(new GroupNorm(groups, 6), shape, 1e-5, i -> i / perGroup, i -> i / 20 % 6);
            check(new GroupNorm(groups, 6, 0.5, false), shape, 0.5, i -> i / perGroup, i -> i / 20 % 6);
        }
        check(new GroupNorm(2, 24), Shape.of(3, 24), 1e-5, i -> i / 12, i -> i % 24);
        InstanceNorm2d plain = InstanceNorm2d.builder(3).build();
        InstanceNorm2d affine = InstanceNorm2d.builder(3).affine(true).build();
        check(plain, Shape.of(2, 3, 4, 5), 1e-5, i -> i / 20, i -> i / 20 % 3);
        check(affine, Shape.of(2, 3, 4, 5), 1e-5, i -> i / 20, i -> i / 20 % 3);
        check(affine, Shape.of(3, 4, 5), 1e-5, i -> i / 20, i -> i / 20 % 3);
    }

    @Test
    void layerNormsAreTheirFormula() {
        check(new LayerNorm(Shape.of(7)), Shape.of(2, 3, 7), 1e-5, i -> i / 7, i -> i % 7);
        check(new LayerNorm(Shape.of(3, 7), 0.1, true, false), Shape.of(2, 3, 7), 0.1, i -> i / 21, i -> i % 21);
        check(new LayerNorm(Shape.of(7), 1e-5, false, true), Shape.of(7), 1e-5, i -> 0, i -> i);
        check(new LayerNorm2d(5), Shape.of(2, 5, 3, 4), 1e-6, i -> i / 60 * 12 + i % 12, i -> i / 12 % 5);
    }

    /** Elements of one set are normalised together; a parameter's index is an element's. */
    private void check(Layer layer, Shape shape, double eps, IntUnaryOperator set, IntUnaryOperator parameter) {
        Map<String, Tensor> state = new HashMap<>();
        layer.stateShapes().forEach((name, s) -> state.put(name, Tensors.gaussian(random, s.toArray())));
        Tensor input = Tensors.gaussian(random, 3, 2, shape);
        int elements = shape.elements();
        double[] mean = new double[elements];
        double[] variance = new double[elements];
        int[] count = new int[elements];
        for (int i = 0; i < elements; i++) {
            mean[set.applyAsInt(i)] += input.array()[i];
            count[set.applyAsInt(i)]++;
        }
        for (int i = 0; i < elements; i++) {
            int s = set.applyAsInt(i);
            variance[s] += Math.pow(input.array()[i] - mean[s] / count[s], 2);
        }
        double[] expected = new double[elements];
        for (int i = 0; i < elements; i++) {
            int s = set.applyAsInt(i);
            int p = parameter.applyAsInt(i);
            expected[i] = (input.array()[i] - mean[s] / count[s]) / Math.sqrt(variance[s] / count[s] + eps);
            expected[i] *= state.containsKey("weight") ? state.get("weight").array()[p] : 1;
            expected[i] += state.containsKey("bias") ? state.get("bias").array()[p] : 0;
        }

        Tensor output = layer.withState(state).forward(input);

        assertThat(output.shape()).isEqualTo(shape);
        Tensors.expectWithin(TOLERANCE * 5, output, expected, layer.toString());
    }

    @Test
    void localResponseNormIsItsFormula() {
        for (int size = 1; size <= 6; size++) {
            Tensor input = Tensors.gaussian(random, 0, 5, Shape.of(2, 4, 3, 2));
            double[] expected = new double[48];
            for (int i = 0; i < 48; i++) {
                int channel = i / 6 % 4;
                double squares = 0;
                for (int c = Math.max(0, channel - size / 2); c <= Math.min(3, channel + (size - 1) / 2); c++) {
                    squares += Math.pow(input.array()[i + (c - channel) * 6], 2);
                }
                expected[i] = input.array()[i] * Math.pow(2 + 0.3 * squares / size, -0.5);
            }
            LocalResponseNorm layer = new LocalResponseNorm(size, 0.3, 0.5, 2);
            Tensors.expectWithinUlps(1, layer.forward(input), expected, layer.toString());
        }
    }

    @Test
    void initialisedLayersHaveTorchsValues() {
        Map<String, Tensor> state =
                BatchNorm2d.builder(2).build().initialised(null).state();
        assertThat(state.keySet())
                .containsExactly("weight", "bias", "running_mean", "running_var", "num_batches_tracked");
        assertThat(state.get("weight").array()).containsExactly(1, 1);
        assertThat(state.get("bias").array()).containsExactly(0, 0);
        assertThat(state.get("running_mean").array()).containsExactly(0, 0);
        assertThat(state.get("running_var").array()).containsExactly(1, 1);
        assertThat(state.get("num_batches_tracked").shape()).isEqualTo(Shape.of());
        assertThat(BatchNorm2d.builder(2).build().parameterCount()).isEqualTo(4);
        assertThat(new GroupNorm(1, 2).initialised(null).state().keySet()).containsExactly("weight", "bias");
        assertThat(new LayerNorm(Shape.of(2), 1e-5, true, false)
                        .initialised(null)
                        .state())
                .containsOnlyKeys("weight");
        assertThat(InstanceNorm2d.builder(2).build().state()).isEmpty();
    }

    @Test
    void aNanStaysInItsOwnSet() {
        Tensor input = Tensor.of(Shape.of(1, 2, 1, 2), Float.NaN, 1, 2, 3);
        float[] output = InstanceNorm2d.builder(2).build().forward(input).array();
        assertThat(output[0]).isNaN();
        assertThat(output[1]).isNaN();
        assertThat(output[2]).isEqualTo(-output[3]).isNotNaN();
    }
}
