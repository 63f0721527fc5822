package dev.convoy.nn;

import dev.convoy.kernel.Blocks;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.List;

/**
 * Tensors one behind the other along a dimension, as {@code torch.cat}: their other sizes agree.
 *
 * @param dim the dimension; a negative one counts from the last
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.cat.html">torch.cat</a>
 */
public record Concat(int dim) implements Operator {

    @Override
    public String type() {
        return "cat";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.isEmpty()) {
            throw ShapeException.of(this, "expects 1 or more inputs but receives none", inputs);
        }
        Shape first = inputs.get(0);
        if (first.rank() == 0) {
            throw ShapeException.of(this, "expects 1 or more dimensions but receives a scalar", inputs);
        }
        int dimension = Dimensions.index(this, "dim", dim, first);
        int sum = 0;
        for (Shape input : inputs) {
            if (input.rank() != first.rank() || !input.with(dimension, 0).equals(first.with(dimension, 0))) {
                throw ShapeException.of(
                        this,
                        "expects inputs that differ in dimension " + dimension + " alone but receives " + first
                                + " and " + input,
                        inputs);
            }
            sum = Math.addExact(sum, input.size(dimension));
        }
        return first.with(dimension, sum);
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
        Shape shape = outputShape(inputs.stream().map(Tensor::shape).toList());
        Tensor output = Tensor.zeros(shape);
        int dimension = dim < 0 ? dim + shape.rank() : dim;
        int count = shape.elements(0, dimension);
        int step = shape.elements(dimension, shape.rank());
        int to = 0;
        for (Tensor input : inputs) {
            int length = input.shape().elements(dimension, shape.rank());
            Blocks.copy(input.array(), 0, length, output.array(), to, step, length, count);
            to += length;
        }
        return output;
    }

    @Override
    public String toString() {
        return "cat(dim=" + dim + ")";
    }
}
