package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.List;

/**
 * A tensor that a network holds besides its state: no inputs, the tensor itself as the output.
 *
 * @param value the output
 */
public record Constant(Tensor value) implements Operator {

    @Override
    public String type() {
        return "constant";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        none(inputs);
        return value.shape();
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
        none(inputs);
        return value;
    }

    private static void none(List<?> inputs) {
        if (!inputs.isEmpty()) {
            throw new IllegalArgumentException("a constant has no inputs, but there are " + inputs.size());
        }
    }

    @Override
    public String toString() {
        return "constant(" + value.shape() + ")";
    }
}
