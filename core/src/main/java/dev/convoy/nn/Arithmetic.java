package dev.convoy.nn;

import dev.convoy.kernel.Binary;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * A function of two tensors, element by element, as torch's functions of these names. Inputs of any two shapes that
 * broadcast; the output has the shape that they broadcast to. A NaN in either gives NaN.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/torch.html#pointwise-ops">torch, pointwise ops</a>
 */
public enum Arithmetic implements Operator {
    /** {@code a + b}. */
    ADD(Binary::add),
    /** {@code a - b}. */
    SUB(Binary::subtract),
    /** {@code a * b}. */
    MUL(Binary::multiply),
    /** {@code a / b}. */
    DIV(Binary::divide),
    /** {@code a} to the power of {@code b}; 1 to any power is 1, and any to the power of 0, also where one is NaN. */
    POW(Binary::pow),
    /** The smaller of both. */
    MINIMUM(Binary::minimum),
    /** The larger of both. */
    MAXIMUM(Binary::maximum);

    private final Binary.Function function;

    Arithmetic(Binary.Function function) {
        this.function = function;
    }

    @Override
    public String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Broadcast.two(this, inputs);
        return Broadcast.shape(this, inputs, inputs.get(0), inputs.get(1));
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
        Shape shape = outputShape(inputs.stream().map(Tensor::shape).toList());
        Tensor a = inputs.get(0);
        Tensor b = inputs.get(1);
        Tensor output = Tensor.zeros(shape);
        int[] aSteps = Broadcast.steps(a.shape(), shape, 1);
        int[] bSteps = Broadcast.steps(b.shape(), shape, 1);
        Binary.apply(function, shape.toArray(), a.array(), aSteps, b.array(), bSteps, output.array());
        return output;
    }

    @Override
    public String toString() {
        return type() + "()";
    }
}
