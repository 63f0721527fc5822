package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ActivationsTest {

    private static final float INF = Float.POSITIVE_INFINITY;
    private static final float NAN = Float.NaN;

    private final Random random = Tensors.random(ActivationsTest.class);

    @Test
    void everyActivationIsWithinTwoUlpsOfItsFormula() {
        Map<Layer, DoubleUnaryOperator> formulas = new LinkedHashMap<>();
        formulas.put(new ReLU(), x -> Math.max(x, 0));
        formulas.put(new ReLU6(), x -> Math.min(Math.max(x, 0), 6));
        formulas.put(new LeakyReLU(), x -> x >= 0 ? x : 0.01 * x);
        formulas.put(new LeakyReLU(0.3), x -> x >= 0 ? x : 0.3 * x);
        formulas.put(new ELU(), x -> x > 0 ? x : Math.expm1(x));
        formulas.put(new ELU(0.7), x -> x > 0 ? x : 0.7 * Math.expm1(x));
        formulas.put(new SELU(), x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)));
        formulas.put(new GELU(), x -> 0.5 * x * (1 + erf(x / Math.sqrt(2))));
        formulas.put(
                new GELU("tanh"), x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));
        formulas.put(new SiLU(), x -> x * 0.5 * (1 + Math.tanh(x / 2)));
        formulas.put(new Mish(), x -> x * Math.tanh(Math.log1p(Math.exp(x))));
        formulas.put(new Hardswish(), x -> x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6);
        formulas.put(new Hardsigmoid(), x -> x <= -3 ? 0 : x >= 3 ? 1 : (x + 3) / 6);
        formulas.put(new Hardtanh(), x -> Math.min(Math.max(x, -1), 1));
        formulas.put(new Clamp(-0.5, 2), x -> Math.min(Math.max(x, -0.5), 2));
        formulas.put(new Sigmoid(), x -> 0.5 * (1 + Math.tanh(x / 2)));
        formulas.put(new Tanh(), x -> Math.sinh(x) / Math.cosh(x));
        formulas.put(new Softplus(), x -> Math.log1p(Math.exp(x)));
        formulas.put(new Softplus(2, 3), x -> 2 * x > 3 ? x : Math.log1p(Math.exp(2 * x)) / 2);
        formulas.put(new Softsign(), x -> x / (1 + Math.abs(x)));
        formulas.put(Elementwise.NEG, x -> -x);
        formulas.put(Elementwise.ABS, x -> x < 0 ? -x : x);
        formulas.put(Elementwise.EXP, Math::exp);
        formulas.put(Elementwise.LOG, Math::log);
        formulas.put(Elementwise.SQRT, x -> x < 0 ? Double.NaN : Math.pow(x, 0.5));
        formulas.put(Elementwise.RECIPROCAL, x -> Math.pow(x, -1));
        formulas.put(Elementwise.FLOOR, Math::floor);
        formulas.put(Elementwise.CEIL, Math::ceil);
        formulas.put(Elementwise.ROUND, Math::rint);
        formulas.put(Elementwise.SIGN, Math::signum);
        formulas.put(Elementwise.ERF, ActivationsTest::erf);
        formulas.put(Elementwise.SIN, Math::sin);
        formulas.put(Elementwise.COS, Math::cos);
        float[] x = new float[2000];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat() * 10 - 5;
        }
        formulas.forEach((layer, formula) -> {
            double[] expected = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                expected[i] = formula.applyAsDouble(x[i]);
            }
            Tensors.expectWithinUlps(2, layer.forward(Tensors.vector(x)), expected, layer.toString());
        });
    }

    /** The integral of the normal density, by Simpson's rule. */
    private static double erf(double x) {
        int panels = 2000;
        double sum = 1 + Math.exp(-x * x);
        for (int i = 1; i < panels; i++) {
            double t = x * i / panels;
            sum += (i % 2 == 0 ? 2 : 4) * Math.exp(-t * t);
        }
        return sum * x / panels / 3 * 2 / Math.sqrt(Math.PI);
    }

    /** The values are mpmath's, with 40 digits: {@code x * ncdf(x)}. */
    @Test
    void geluKeepsItsRelativePrecisionInTheTail() {
        Tensor x = Tensors.vector(-12, -8, -5, -4.25f, -3, -1, -0.5f, 0.5f, 1, 3, 8);
        double[] expected = {
            -2.1317785344932148e-32,
            -4.9767684594174273e-15,
            -1.43325785939596956e-6,
            -0.000045426234543471287,
            -0.00404969409489028358,
            -0.158655253931457051,
            -0.154268769362993448,
            0.345731230637006552,
            0.841344746068542949,
            2.99595030590510972,
            7.99999999999999502
        };
        Tensors.expectWithinUlps(1, new GELU().forward(x), expected, "GELU");
    }

    @Test
    void infinitiesAndNansAreTorchs() {
        expect(new ReLU(), 0, INF, NAN);
        expect(new ReLU6(), 0, 6, NAN);
        expect(new LeakyReLU(), -INF, INF, NAN);
        expect(new ELU(2), -2, INF, NAN);
        expect(new SELU(), -1.7580993f, INF, NAN);
        expect(new GELU(), NAN, INF, NAN);
        expect(new GELU("tanh"), NAN, INF, NAN);
        expect(new SiLU(), NAN, INF, NAN);
        expect(new Mish(), NAN, INF, NAN);
        expect(new Hardswish(), NAN, INF, NAN);
        expect(new Hardsigmoid(), 0, 1, NAN);
        expect(new Hardtanh(), -1, 1, NAN);
        expect(new Clamp(Double.NEGATIVE_INFINITY, 3), -INF, 3, NAN);
        expect(new Clamp(5, 3), 3, 3, NAN);
        expect(new Sigmoid(), 0, 1, NAN);
        expect(new Tanh(), -1, 1, NAN);
        expect(new Softplus(), 0, INF, NAN);
        expect(new Softsign(), NAN, NAN, NAN);
        expect(new PReLU().initialised(null), -INF, INF, NAN);
        expect(Elementwise.EXP, 0, INF, NAN);
        expect(Elementwise.LOG, NAN, INF, NAN);
        expect(Elementwise.SQRT, NAN, INF, NAN);
        expect(Elementwise.SIN, NAN, NAN, NAN);
        expect(Elementwise.SIGN, -1, 1, 0);
        expect(Elementwise.ERF, -1, 1, NAN);
        expect(Elementwise.RECIPROCAL, -0f, 0, NAN);
        assertThat(Elementwise.ROUND
                        .forward(Tensors.vector(0.5f, 1.5f, 2.5f, -2.5f))
                        .array())
                .containsExactly(0, 2, 2, -2);
    }

    private static void expect(Layer layer, float ofMinusInfinity, float ofInfinity, float ofNan) {
        assertThat(layer.forward(Tensors.vector(-INF, INF, NAN)).array())
                .as(layer.toString())
                .containsExactly(ofMinusInfinity, ofInfinity, ofNan);
    }

    /** Far from 0, where an exponential overflows or vanishes, the functions are their limits. */
    @Test
    void largeElementsDoNotOverflow() {
        Tensor x = Tensors.vector(-3e38f, -1000, 1000, 3e38f);
        for (Layer layer : List.of(new SiLU(), new Mish(), new GELU(), new GELU("tanh"), new Softplus())) {
            assertThat(layer.forward(x).array())
                    .as(layer.toString())
                    .usingComparator((a, b) -> {
                        boolean equal = true;
                        for (int i = 0; i < a.length; i++) {
                            equal &= a[i] == b[i];
                        }
                        return equal ? 0 : 1;
                    })
                    .isEqualTo(new float[] {0, 0, 1000, 3e38f});
        }
    }

    @Test
    void preluHasASlopeForEveryChannel() {
        PReLU layer = new PReLU(3, 0.5).withState(Map.of("weight", Tensors.vector(0.5f, 2, -1)));
        Tensor input = Tensor.of(Shape.of(2, 3, 2), 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6);
        assertThat(layer.forward(input).array()).containsExactly(1, -0.5f, 2, -4, 3, 3, 4, -2, 5, -10, 6, 6);
        assertThat(layer.initialised(null).state().get("weight").array()).containsExactly(0.5f, 0.5f, 0.5f);
        assertThat(new PReLU().initialised(null).forward(Tensors.vector(-4, 4)).array())
                .containsExactly(-1, 4);
        assertThatThrownBy(() -> layer.outputShape(Shape.of(2, 4)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("PReLU expects 3 input channels but receives 4, from the input [2, 4]");
        assertThatThrownBy(() -> layer.outputShape(Shape.of(3)))
                .hasMessage("PReLU expects 3 input channels but receives 1, from the input [3]");
        assertThatThrownBy(() -> new PReLU().forward(input)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void softmaxIsItsFormulaAlongAnyDimension() {
        Tensor input = Tensors.gaussian(random, 0, 3, Shape.of(3, 4, 5));
        int[] steps = {20, 5, 1};
        for (int dim = -3; dim < 3; dim++) {
            int step = steps[Math.floorMod(dim, 3)];
            int count = input.shape().size(dim);
            double[] expected = new double[60];
            double[] logarithms = new double[60];
            for (int i = 0; i < 60; i++) {
                int first = i - i / step % count * step;
                double sum = 0;
                for (int k = 0; k < count; k++) {
                    sum += Math.exp(input.array()[first + k * step]);
                }
                expected[i] = Math.exp(input.array()[i]) / sum;
                logarithms[i] = input.array()[i] - Math.log(sum);
            }
            Tensors.expectWithinUlps(1, new Softmax(dim).forward(input), expected, "softmax " + dim);
            Tensors.expectWithinUlps(1, new LogSoftmax(dim).forward(input), logarithms, "log softmax " + dim);
        }
    }

    @Test
    void softmaxOfSpecialValuesIsTorchs() {
        Softmax softmax = new Softmax(0);
        assertThat(softmax.forward(Tensors.vector(1000, 1000)).array()).containsExactly(0.5f, 0.5f);
        assertThat(softmax.forward(Tensors.vector(-INF, 0)).array()).containsExactly(0, 1);
        assertThat(softmax.forward(Tensors.vector(-INF, -INF)).array()).containsExactly(NAN, NAN);
        assertThat(softmax.forward(Tensors.vector(INF, 0)).array()).containsExactly(NAN, NAN);
        assertThat(softmax.forward(Tensors.vector(NAN, 0)).array()).containsExactly(NAN, NAN);
        assertThat(new LogSoftmax(0).forward(Tensors.vector(-INF, 0)).array()).containsExactly(-INF, 0);
        assertThat(softmax.forward(Tensor.of(Shape.of(), 7)).array()).containsExactly(1);
        assertThat(softmax.forward(Tensor.zeros(Shape.of(0, 3))).shape()).isEqualTo(Shape.of(0, 3));
        assertThatThrownBy(() -> new Softmax(2).outputShape(Shape.of(2, 3)))
                .hasMessage("Softmax has dim 2, which an input of 2 dimensions has not, from the input [2, 3]");
    }

    @Test
    void dropoutAndIdentityGiveTheirInput() {
        Tensor input = Tensors.gaussian(random, 2, 3);
        assertThat(new Dropout(1).forward(input)).isSameAs(input);
        assertThat(new Identity().forward(input)).isSameAs(input);
        assertThat(new Dropout("Dropout2d", 0.5).type()).isEqualTo("Dropout2d");
        assertThatThrownBy(() -> new Dropout(1.5)).hasMessage("Dropout expects p to be from 0 to 1, but it is 1.5");
    }
}
