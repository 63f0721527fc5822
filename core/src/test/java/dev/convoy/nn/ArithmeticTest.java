package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class ArithmeticTest {

    private static final Map<Arithmetic, DoubleBinaryOperator> FORMULAS = Map.of(
            Arithmetic.ADD, (a, b) -> a + b,
            Arithmetic.SUB, (a, b) -> a - b,
            Arithmetic.MUL, (a, b) -> a * b,
            Arithmetic.DIV, (a, b) -> a / b,
            Arithmetic.POW, Math::pow,
            Arithmetic.MINIMUM, Math::min,
            Arithmetic.MAXIMUM, Math::max);

    @Test
    void everyFunctionIsItsFormulaWhateverIsRepeated() {
        Random random = Tensors.random(ArithmeticTest.class);
        for (int trial = 0; trial < 300; trial++) {
            int[] sizes = random.ints(random.nextInt(5), 1, 4).toArray();
            Shape aShape = part(sizes, trial % 3 == 0 ? 0 : 0.4, random);
            Shape bShape = part(sizes, trial % 3 == 0 ? 0 : 0.4, random);
            Tensor a = Tensors.positive(random, aShape.toArray());
            Tensor b = Tensors.gaussian(random, bShape.toArray());
            for (Arithmetic function : Arithmetic.values()) {
                Shape shape = function.outputShape(List.of(aShape, bShape));
                double[] expected = new double[shape.elements()];
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = FORMULAS.get(function).applyAsDouble(at(a, shape, i), at(b, shape, i));
                }
                Tensor output = function.forward(List.of(a, b));
                assertThat(output.shape()).isEqualTo(shape);
                Tensors.expectWithinUlps(1, output, expected, function + " of " + aShape + " and " + bShape);
            }
        }
    }

    /** The last of these sizes, some of them 1 instead. */
    private static Shape part(int[] sizes, double share, Random random) {
        int from = random.nextDouble() < share ? random.nextInt(sizes.length + 1) : 0;
        Shape shape = Shape.of(sizes).slice(from, sizes.length);
        for (int i = 0; i < shape.rank(); i++) {
            shape = random.nextDouble() < share ? shape.with(i, 1) : shape;
        }
        return shape;
    }

    /** The element that stands at a place of the broadcast shape. */
    private static double at(Tensor tensor, Shape shape, int place) {
        int[] indices = new int[tensor.shape().rank()];
        int rest = place;
        for (int i = 1; i <= shape.rank(); i++) {
            if (i <= indices.length) {
                indices[indices.length - i] = tensor.shape().size(-i) == 1 ? 0 : rest % shape.size(-i);
            }
            rest /= shape.size(-i);
        }
        return tensor.at(indices);
    }

    @Test
    void nansAndInfinitiesAreTorchs() {
        float inf = Float.POSITIVE_INFINITY;
        float nan = Float.NaN;
        expect(Arithmetic.MINIMUM, new float[] {nan, 1, inf}, new float[] {1, nan, 2}, nan, nan, 2);
        expect(Arithmetic.MAXIMUM, new float[] {nan, 1, -inf}, new float[] {1, nan, 2}, nan, nan, 2);
        expect(Arithmetic.DIV, new float[] {1, -1, 0}, new float[] {0, 0, 0}, inf, -inf, nan);
        expect(Arithmetic.POW, new float[] {1, nan, -1, -1, -2}, new float[] {nan, 0, inf, -inf, 3}, 1, 1, 1, 1, -8);
        expect(Arithmetic.POW, new float[] {-8, 0, nan}, new float[] {0.5f, -1, 1}, nan, inf, nan);
    }

    private static void expect(Arithmetic function, float[] a, float[] b, float... expected) {
        assertThat(function.forward(List.of(Tensors.vector(a), Tensors.vector(b)))
                        .array())
                .as(function.toString())
                .containsExactly(expected);
    }

    @Test
    void shapesThatDoNotMeetAreBothNamed() {
        assertThatThrownBy(() -> Arithmetic.ADD.outputShape(List.of(Shape.of(2, 3, 4), Shape.of(2, 4))))
                .isInstanceOf(ShapeException.class)
                .hasMessage("add expects sizes that are equal or 1 but receives 3 and 2 in dimension 1 of 3,"
                        + " from the inputs [[2, 3, 4], [2, 4]]");
        assertThatThrownBy(() -> Arithmetic.MUL.outputShape(List.of(Shape.of(2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mul has two inputs, but there are 1");
        assertThat(Arithmetic.SUB.outputShape(List.of(Shape.of(0, 1), Shape.of(1, 3))))
                .isEqualTo(Shape.of(0, 3));
        assertThat(Arithmetic.SUB
                        .forward(List.of(Tensor.zeros(Shape.of(0, 1)), Tensor.zeros(Shape.of(1, 3))))
                        .shape())
                .isEqualTo(Shape.of(0, 3));
    }

    @Test
    void aConstantHasNoInputs() {
        Tensor value = Tensors.vector(1, 2);
        Constant constant = new Constant(value);
        assertThat(constant.forward(List.of())).isSameAs(value);
        assertThat(constant.outputShape(List.of())).isEqualTo(Shape.of(2));
        assertThat(constant.type()).isEqualTo("constant");
        assertThat(constant).hasToString("constant([2])");
        assertThatThrownBy(() -> constant.outputShape(List.of(Shape.of(2))))
                .hasMessage("a constant has no inputs, but there are 1");
    }
}
