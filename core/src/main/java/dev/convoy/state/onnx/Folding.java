package dev.convoy.state.onnx;

import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Concat;
import dev.convoy.nn.Elementwise;
import dev.convoy.nn.Expand;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.Identity;
import dev.convoy.nn.IndexSelect;
import dev.convoy.nn.Operator;
import dev.convoy.nn.Permute;
import dev.convoy.nn.Reshape;
import dev.convoy.nn.Slice;
import dev.convoy.nn.Squeeze;
import dev.convoy.nn.Unsqueeze;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** Applies operators to tensors that are known when the model is read. */
final class Folding {

    /** Operators that move elements and change none: what they do to integers they show on indices. */
    private static final Set<Class<? extends Operator>> MOVING = Set.of(
            Concat.class,
            Expand.class,
            Flatten.class,
            Identity.class,
            IndexSelect.class,
            Permute.class,
            Reshape.class,
            Slice.class,
            Squeeze.class,
            Unsqueeze.class);

    private static final Map<Operator, LongBinaryOperator> BINARY = Map.of(
            Arithmetic.ADD, (a, b) -> a + b,
            Arithmetic.SUB, (a, b) -> a - b,
            Arithmetic.MUL, (a, b) -> a * b,
            Arithmetic.DIV, (a, b) -> a / b,
            Arithmetic.MINIMUM, Math::min,
            Arithmetic.MAXIMUM, Math::max);

    private static final Map<Operator, LongUnaryOperator> UNARY =
            Map.of(Elementwise.NEG, a -> -a, Elementwise.ABS, Math::abs, Elementwise.SIGN, Long::signum);

    /** Floats hold indices exactly up to here. */
    private static final int MOST_INDICES = 1 << 24;

    private Folding() {}

    /** The operator's output: floats of floats, integers of integers. */
    static Literal apply(Operator operator, List<Literal> inputs) {
        if (inputs.stream().noneMatch(Literal::isInteger)) {
            return Literal.of(
                    operator.forward(inputs.stream().map(Literal::tensor).toList()));
        }
        if (MOVING.contains(operator.getClass())) {
            return moved(operator, inputs);
        }
        if (BINARY.containsKey(operator)) {
            return binary(inputs.get(0), inputs.get(1), BINARY.get(operator));
        }
        if (UNARY.containsKey(operator)) {
            Literal input = inputs.get(0);
            LongUnaryOperator function = UNARY.get(operator);
            long[] result = new long[input.integers().length];
            for (int i = 0; i < result.length; i++) {
                result[i] = function.applyAsLong(input.integers()[i]);
            }
            return Literal.of(input.shape(), result);
        }
        throw new Unsupported("computes with integers");
    }

    private static Literal moved(Operator operator, List<Literal> inputs) {
        List<Tensor> indices = new ArrayList<>();
        int count = 0;
        for (Literal input : inputs) {
            float[] own = new float[input.integers().length];
            for (int i = 0; i < own.length; i++) {
                own[i] = count++;
            }
            indices.add(Tensor.of(input.shape(), own));
        }
        if (count > MOST_INDICES) {
            throw new Unsupported("moves " + count + " integers, more than " + MOST_INDICES);
        }
        long[] all = new long[count];
        int from = 0;
        for (Literal input : inputs) {
            System.arraycopy(input.integers(), 0, all, from, input.integers().length);
            from += input.integers().length;
        }
        Tensor moved = operator.forward(indices);
        long[] result = new long[moved.array().length];
        for (int i = 0; i < result.length; i++) {
            result[i] = all[(int) moved.array()[i]];
        }
        return Literal.of(moved.shape(), result);
    }

    /** A function of two tensors of integers that broadcast. */
    static Literal binary(Literal a, Literal b, LongBinaryOperator function) {
        Shape shape = broadcast(a.shape(), b.shape());
        long[] left = expanded(a, shape).integers();
        long[] right = expanded(b, shape).integers();
        long[] result = new long[left.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = function.applyAsLong(left[i], right[i]);
        }
        return Literal.of(shape, result);
    }

    /** A truth of two tensors, of either kind, that broadcast. */
    static Literal compare(Literal a, Literal b, DoubleBinaryOperator function) {
        Shape shape = broadcast(a.shape(), b.shape());
        double[] left = expanded(a, shape).numbers();
        double[] right = expanded(b, shape).numbers();
        long[] result = new long[left.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = function.applyAsDouble(left[i], right[i]) != 0 ? 1 : 0;
        }
        return Literal.of(shape, result);
    }

    /** The elements of {@code yes} where the condition holds and of {@code no} elsewhere; all broadcast. */
    static Literal where(Literal condition, Literal yes, Literal no) {
        Shape shape = broadcast(condition.shape(), broadcast(yes.shape(), no.shape()));
        long[] holds = expanded(condition, shape).integers();
        Literal left = expanded(yes, shape);
        Literal right = expanded(no, shape);
        if (yes.isInteger()) {
            long[] result = right.integers().clone();
            for (int i = 0; i < result.length; i++) {
                result[i] = holds[i] != 0 ? left.integers()[i] : result[i];
            }
            return Literal.of(shape, result);
        }
        float[] result = right.tensor().array().clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = holds[i] != 0 ? left.tensor().array()[i] : result[i];
        }
        return Literal.of(Tensor.of(shape, result));
    }

    private static Literal expanded(Literal literal, Shape shape) {
        return literal.shape().equals(shape) ? literal : apply(new Expand(shape.toArray()), List.of(literal));
    }

    /** The shape that two broadcast to. */
    static Shape broadcast(Shape a, Shape b) {
        return Arithmetic.ADD.outputShape(List.of(a, b));
    }
}
