package dev.convoy.state.onnx;

import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Clamp;
import dev.convoy.nn.ELU;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.GELU;
import dev.convoy.nn.Hardsigmoid;
import dev.convoy.nn.Hardswish;
import dev.convoy.nn.Layer;
import dev.convoy.nn.LeakyReLU;
import dev.convoy.nn.LogSoftmax;
import dev.convoy.nn.Mish;
import dev.convoy.nn.PReLU;
import dev.convoy.nn.ReLU;
import dev.convoy.nn.Reshape;
import dev.convoy.nn.SELU;
import dev.convoy.nn.SiLU;
import dev.convoy.nn.Sigmoid;
import dev.convoy.nn.Softmax;
import dev.convoy.nn.Softplus;
import dev.convoy.nn.Softsign;
import dev.convoy.nn.Tanh;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Activations.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Clip.html">ONNX, Clip</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__HardSigmoid.html">ONNX, HardSigmoid</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__PRelu.html">ONNX, PRelu</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Softmax.html">ONNX, Softmax</a>
 */
final class ActivationRules {

    /** The values that Selu has in ONNX by default and in torch always. */
    private static final double SELU_ALPHA = 1.6732632;

    private static final double SELU_GAMMA = 1.050701;

    private ActivationRules() {}

    static void addTo(Map<String, Rule> rules) {
        plain(rules, "Relu", ReLU::new);
        plain(rules, "Sigmoid", Sigmoid::new);
        plain(rules, "Tanh", Tanh::new);
        plain(rules, "Softplus", Softplus::new);
        plain(rules, "Softsign", Softsign::new);
        plain(rules, "Mish", Mish::new);
        plain(rules, "HardSwish", Hardswish::new);
        rules.put("LeakyRelu", call -> call.give(new LeakyReLU(alpha(call, 0.01)), call.input(0)));
        rules.put("Elu", call -> call.give(new ELU(alpha(call, 1)), call.input(0)));
        rules.put("Gelu", call -> call.give(new GELU(call.attributes().text("approximate", "none")), call.input(0)));
        rules.put("Swish", ActivationRules::swish);
        rules.put("Selu", ActivationRules::selu);
        rules.put("HardSigmoid", ActivationRules::hardSigmoid);
        rules.put("PRelu", ActivationRules::prelu);
        rules.put("Clip", ActivationRules::clip);
        rules.put("Softmax", call -> softmax(call, Softmax::new));
        rules.put("LogSoftmax", call -> softmax(call, LogSoftmax::new));
    }

    private static void plain(Map<String, Rule> rules, String operator, Supplier<Layer> layer) {
        rules.put(operator, call -> call.give(layer.get(), call.input(0)));
    }

    private static double alpha(Call call, double otherwise) {
        return call.attributes().number("alpha", otherwise);
    }

    private static void swish(Call call) {
        if (alpha(call, 1) != 1) {
            throw new Unsupported(call.attributes().describe("alpha"));
        }
        call.give(new SiLU(), call.input(0));
    }

    private static void selu(Call call) {
        requireAbout(call, "alpha", SELU_ALPHA);
        requireAbout(call, "gamma", SELU_GAMMA);
        call.give(new SELU(), call.input(0));
    }

    private static void requireAbout(Call call, String name, double value) {
        if (Math.abs(call.attributes().number(name, value) - value) > 1e-6) {
            throw new Unsupported(call.attributes().describe(name) + " in place of " + value);
        }
    }

    /** {@code max(0, min(1, alpha * x + beta))}: torch's alpha is 1/6, that of ONNX 0.2 by default. */
    private static void hardSigmoid(Call call) {
        double alpha = alpha(call, 0.2);
        double beta = call.attributes().number("beta", 0.5);
        if (Math.abs(alpha - 1.0 / 6) < 1e-6 && beta == 0.5) {
            call.give(new Hardsigmoid(), call.input(0));
            return;
        }
        Value scaled = call.step("mul", Arithmetic.MUL, call.input(0), scalar(call, alpha));
        Value shifted = call.step("add", Arithmetic.ADD, scaled, scalar(call, beta));
        call.give(new Clamp(0, 1), shifted);
    }

    private static Value scalar(Call call, double value) {
        return call.constant(Tensor.of(Shape.of(), (float) value));
    }

    private static void prelu(Call call) {
        Tensor slope = call.tensor(1);
        int slopes = slope.shape().elements();
        if (slopes == 1 || isPerChannel(call, slope.shape())) {
            Tensor weight = slope.reshape(Shape.of(slopes));
            call.give(new PReLU(slopes, 0).withState(Map.of("weight", weight)), call.input(0));
            return;
        }
        Value positive = call.step("max", new Clamp(0, Double.POSITIVE_INFINITY), call.input(0));
        Value negative = call.step("min", new Clamp(Double.NEGATIVE_INFINITY, 0), call.input(0));
        call.give(Arithmetic.ADD, positive, call.step("mul", Arithmetic.MUL, negative, call.constant(slope)));
    }

    /** Whether a slope that broadcasts to the input has all its elements in dimension 1. */
    private static boolean isPerChannel(Call call, Shape slope) {
        int channels = call.rank(0) - slope.rank() > 1 ? -1 : 1 - (call.rank(0) - slope.rank());
        return channels >= 0 && channels < slope.rank() && slope.size(channels) == slope.elements();
    }

    /** Bounds are attributes before opset 11 and inputs since. */
    private static void clip(Call call) {
        boolean old = call.opset() < 11;
        double min = old
                ? call.attributes().number("min", Double.NEGATIVE_INFINITY)
                : call.has(1) ? call.scalar(1) : Double.NEGATIVE_INFINITY;
        double max = old
                ? call.attributes().number("max", Double.POSITIVE_INFINITY)
                : call.has(2) ? call.scalar(2) : Double.POSITIVE_INFINITY;
        call.give(new Clamp(min, max), call.input(0));
    }

    /** Along one dimension since opset 13; before, along all dimensions from the axis on together. */
    private static void softmax(Call call, IntFunction<Layer> along) {
        int axis = call.attributes().integer("axis", call.opset() < 13 ? 1 : -1);
        if (call.opset() >= 13 || axis == -1) {
            call.give(along.apply(axis), call.input(0));
            return;
        }
        int rank = call.rank(0);
        int dimension = Call.dimension(axis, rank);
        int[] shape = new int[rank];
        int tail = 1;
        for (int i = dimension; i < rank; i++) {
            shape[i] = call.size(0, i);
            tail *= i > dimension ? shape[i] : 1;
        }
        if (tail == 1) {
            call.give(along.apply(dimension), call.input(0));
            return;
        }
        Value flat = call.step("flatten", new Flatten(dimension, -1), call.input(0));
        call.give(Reshape.keepingZeros(shape), call.step("softmax", along.apply(-1), flat));
    }
}
