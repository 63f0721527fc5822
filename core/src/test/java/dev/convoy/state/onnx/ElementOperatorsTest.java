package dev.convoy.state.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementOperatorsTest {

    private static final Shape PAIR = Shape.of(1, 2);

    private static void assertClose(Tensor actual, double... expected) {
        assertThat(actual.array()).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual.array()[i]).as("%d", i).isCloseTo(expected[i], within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Relu, 0, 2",
        "Sigmoid, 0.26894142, 0.88079708",
        "Tanh, -0.76159416, 0.96402758",
        "Softplus, 0.31326169, 2.12692801",
        "Softsign, -0.5, 0.66666667",
        "Mish, -0.30340147, 1.94395896",
        "HardSwish, -0.33333333, 1.66666667",
        "HardSigmoid, 0.3, 0.9",
        "LeakyRelu, -0.01, 2",
        "Elu, -0.63212056, 2",
        "Selu, -1.11133074, 2.10140199",
        "Gelu, -0.15865525, 1.95449974",
        "Neg, 1, -2",
        "Abs, 1, 2",
        "Exp, 0.36787944, 7.3890561",
        "Reciprocal, -1, 0.5",
        "Floor, -1, 2",
        "Ceil, -1, 2",
        "Round, -1, 2",
        "Sign, -1, 1",
        "Erf, -0.84270079, 0.99532227",
        "Sin, -0.84147098, 0.90929743",
        "Cos, 0.54030231, -0.41614684",
        "Identity, -1, 2",
        "Dropout, -1, 2",
        "Softmax, 0.04742587, 0.95257413",
        "LogSoftmax, -3.04858735, -0.04858735"
    })
    void anOperatorWithItsDefaults(String operator, double first, double second) throws IOException {
        Tensor y = SmallModel.of(20, -1, 2).node(operator + " x -> y").run(PAIR, -1, 2);
        assertClose(y, first, second);
    }

    @ParameterizedTest
    @CsvSource({"Log, 0, 1.38629436", "Sqrt, 1, 2"})
    void aFunctionOfPositiveNumbers(String operator, double first, double second) throws IOException {
        assertClose(SmallModel.of(7, -1, 2).node(operator + " x -> y").run(PAIR, 1, 4), first, second);
    }

    @ParameterizedTest
    @CsvSource({"Add, 9, 6", "Sub, 7, -2", "Mul, 8, 8", "Div, 8, 0.5", "Pow, 8, 16", "Min, 1, 2", "Max, 8, 4"})
    void aFunctionOfTwo(String operator, double first, double second) throws IOException {
        Tensor y = SmallModel.of(7, -1, 2)
                .floats("c", 1, 4)
                .node(operator + " x c -> y")
                .run(PAIR, 8, 2);
        assertClose(y, first, second);
    }

    @Test
    void anExponentMayBeAnInteger() throws IOException {
        assertClose(
                SmallModel.of(13, -1, 2).integers("c", 2).node("Pow x c -> y").run(PAIR, 8, 2), 64, 4);
    }

    @ParameterizedTest
    @CsvSource({"Min, 1, 1", "Max, 8, 7", "Sum, 16, 10", "Mean, 5.33333333, 3.33333333"})
    void aFunctionOfSeveral(String operator, double first, double second) throws IOException {
        Tensor y = SmallModel.of(8, -1, 2)
                .floats("a", 1, 7)
                .floats("b", 7, 1)
                .node(operator + " x a b -> y")
                .run(PAIR, 8, 2);
        assertClose(y, first, second);
    }

    @Test
    void clipHasItsBoundsInAttributesOrInputs() throws IOException {
        assertClose(
                SmallModel.of(7, -1, 2)
                        .node("Clip x -> y", "min", 0f, "max", 6f)
                        .run(PAIR, -1, 9),
                0,
                6);
        Shape scalar = Shape.of();
        assertClose(
                SmallModel.of(11, -1, 2)
                        .floats("low", scalar, 0)
                        .floats("high", scalar, 6)
                        .node("Clip x low high -> y")
                        .run(PAIR, -1, 9),
                0,
                6);
        assertClose(
                SmallModel.of(13, -1, 2)
                        .floats("high", scalar, 6)
                        .node("Clip x _ high -> y")
                        .run(PAIR, -1, 9),
                -1,
                6);
    }

    @Test
    void activationsTakeTheirArguments() throws IOException {
        assertClose(
                SmallModel.of(16, -1, 2).node("LeakyRelu x -> y", "alpha", 0.2f).run(PAIR, -1, 2), -0.2, 2);
        assertClose(SmallModel.of(7, -1, 2).node("Elu x -> y", "alpha", 2f).run(PAIR, -1, 2), -1.26424112, 2);
        assertClose(
                SmallModel.of(14, -1, 2)
                        .node("HardSigmoid x -> y", "alpha", 0.16666667f, "beta", 0.5f)
                        .run(PAIR, -1, 2),
                0.33333333,
                0.83333333);
        assertClose(
                SmallModel.of(20, -1, 2)
                        .node("Gelu x -> y", "approximate", "tanh")
                        .run(PAIR, -1, 2),
                -0.15880801,
                1.95459769);
    }

    @Test
    void preluHasOneSlopeForAllOrForEachChannelOrElement() throws IOException {
        Shape shape = Shape.of(1, 2, 1, 2);
        float[] x = {-1, 2, -3, -4};
        assertClose(
                SmallModel.of(9, -1, 2, 1, 2)
                        .floats("s", 0.5f)
                        .node("PRelu x s -> y")
                        .run(shape, x),
                -0.5,
                2,
                -1.5,
                -2);
        assertClose(
                SmallModel.of(16, -1, 2, 1, 2)
                        .floats("s", Shape.of(2, 1, 1), 1, 2)
                        .node("PRelu x s -> y")
                        .run(shape, x),
                -1,
                2,
                -6,
                -8);
        assertClose(
                SmallModel.of(16, -1, 2, 1, 2)
                        .floats("s", 1, 2)
                        .node("PRelu x s -> y")
                        .run(shape, x),
                -1,
                2,
                -3,
                -8);
    }

    @Test
    void softmaxGoesOverOneDimensionOrOverAllFromTheAxisOn() throws IOException {
        Shape shape = Shape.of(1, 2, 2);
        float zero = 0;
        float three = (float) Math.log(3);
        SmallModel old = SmallModel.of(11, -1, 2, 2).node("Softmax x -> y", "axis", 1);
        assertClose(old.run(shape, zero, zero, three, three), 0.125, 0.125, 0.375, 0.375);
        assertThat(old.run(shape, zero, zero, three, three).shape()).isEqualTo(shape);
        SmallModel recent = SmallModel.of(13, -1, 2, 2).node("Softmax x -> y", "axis", 1);
        assertClose(recent.run(shape, zero, zero, three, three), 0.25, 0.25, 0.75, 0.75);
    }

    @Test
    void castBetweenFloatsIsNothingAndToIntegersIsRefused() throws IOException {
        assertClose(SmallModel.of(13, -1, 2).node("Cast x -> y", "to", 10).run(PAIR, -1, 2), -1, 2);
        assertThatThrownBy(() -> SmallModel.of(13, -1, 2)
                        .node("Cast x -> i", "to", 7)
                        .node("Cast i -> y", "to", 1)
                        .read())
                .hasMessageContaining("Cast (node 'node_0') casts what it computes from the images to I64");
    }
}
