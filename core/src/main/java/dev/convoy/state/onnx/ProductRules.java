package dev.convoy.state.onnx;

import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Linear;
import dev.convoy.nn.MatMul;
import dev.convoy.nn.Transpose;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Products of matrices; by a known second one, a linear layer.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Gemm.html">ONNX, Gemm</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__MatMul.html">ONNX, MatMul</a>
 */
final class ProductRules {

    private ProductRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("Gemm", ProductRules::gemm);
        rules.put("MatMul", ProductRules::matMul);
    }

    private static void matMul(Call call) {
        if (call.isKnown(1) && !call.isKnown(0) && call.tensor(1).shape().rank() == 2) {
            call.give(linear(transposed(call.tensor(1)), null), call.input(0));
        } else {
            call.give(new MatMul(), call.input(0), call.input(1));
        }
    }

    private static Tensor transposed(Tensor matrix) {
        return new Transpose(0, 1).forward(matrix);
    }

    private static Linear linear(Tensor weight, Tensor bias) {
        Map<String, Tensor> state = new HashMap<>();
        state.put("weight", weight);
        if (bias != null) {
            state.put("bias", bias);
        }
        return new Linear(weight.shape().size(1), weight.shape().size(0), bias != null).withState(state);
    }

    /** {@code alpha * A * B + beta * C}, in which A and B may be transposed. */
    private static void gemm(Call call) {
        float alpha = (float) call.attributes().number("alpha", 1);
        float beta = (float) call.attributes().number("beta", 1);
        boolean transA = call.attributes().flag("transA", false);
        boolean transB = call.attributes().flag("transB", false);
        Value a = transA ? call.step("transpose", new Transpose(0, 1), call.input(0)) : call.input(0);
        if (call.isKnown(1) && call.tensor(1).shape().rank() == 2 && (!call.has(2) || call.isKnown(2))) {
            Tensor weight = transB ? call.tensor(1) : transposed(call.tensor(1));
            Tensor bias = call.has(2) ? bias(call.tensor(2), weight.shape().size(0)) : null;
            if (bias != null || !call.has(2)) {
                call.give(linear(scaled(weight, alpha), bias == null ? null : scaled(bias, beta)), a);
                return;
            }
        }
        Value b = transB ? call.step("transpose", new Transpose(0, 1), call.input(1)) : call.input(1);
        if (alpha != 1) {
            b = call.step("alpha", Arithmetic.MUL, b, call.constant(Tensor.of(Shape.of(), alpha)));
        }
        if (!call.has(2)) {
            call.give(new MatMul(), a, b);
            return;
        }
        Value c = call.input(2);
        if (beta != 1) {
            c = call.step("beta", Arithmetic.MUL, c, call.constant(Tensor.of(Shape.of(), beta)));
        }
        call.give(Arithmetic.ADD, call.step("matmul", new MatMul(), a, b), c);
    }

    /** What is added to every row; null if it is not the same for all. */
    private static Tensor bias(Tensor c, int features) {
        Shape shape = c.shape();
        int elements = shape.elements();
        if (elements == 1) {
            Tensor bias = Tensor.zeros(Shape.of(features));
            Arrays.fill(bias.array(), c.array()[0]);
            return bias;
        }
        boolean isRow = elements == features && shape.rank() > 0 && shape.size(-1) == features;
        return isRow ? c.reshape(Shape.of(features)) : null;
    }

    private static Tensor scaled(Tensor tensor, float factor) {
        if (factor == 1) {
            return tensor;
        }
        Tensor scaled = Tensor.zeros(tensor.shape());
        for (int i = 0; i < scaled.array().length; i++) {
            scaled.array()[i] = tensor.array()[i] * factor;
        }
        return scaled;
    }
}
