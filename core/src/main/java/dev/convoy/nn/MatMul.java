package dev.convoy.nn;

import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Kernels;
import dev.convoy.kernel.MatrixProduct;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The product of two matrices, or of as many as there are in a batch, as {@code torch.matmul}.
 *
 * <p>Inputs {@code [*, n, k]} and {@code [*, k, m]}, whose leading dimensions broadcast; output {@code [*, n, m]}. A
 * first input {@code [k]} is a row, a second one {@code [k]} a column, and the output has no such dimension. An element
 * is accumulated in the order of {@code k}, each step one fused multiply-add.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.matmul.html">torch.matmul</a>
 */
public final class MatMul implements Operator {

    @Override
    public String type() {
        return "matmul";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape shape = product(inputs);
        if (inputs.get(0).rank() == 1) {
            shape = without(shape, shape.rank() - 2);
        }
        return inputs.get(1).rank() == 1 ? without(shape, shape.rank() - 1) : shape;
    }

    private static Shape without(Shape shape, int dimension) {
        return Shape.of(IntStream.range(0, shape.rank())
                .filter(i -> i != dimension)
                .map(shape::size)
                .toArray());
    }

    /** The output's shape before the dimensions are dropped that vectors were given. */
    private Shape product(List<Shape> inputs) {
        Broadcast.two(this, inputs);
        if (inputs.get(0).rank() == 0 || inputs.get(1).rank() == 0) {
            throw ShapeException.of(this, "expects inputs of 1 or more dimensions but receives a scalar", inputs);
        }
        Shape a = row(inputs.get(0));
        Shape b = column(inputs.get(1));
        if (a.size(-1) != b.size(-2)) {
            throw ShapeException.of(
                    this,
                    "expects as many columns in the first input as rows in the second but receives " + a.size(-1)
                            + " and " + b.size(-2),
                    inputs);
        }
        Shape batch = Broadcast.shape(this, inputs, a.slice(0, a.rank() - 2), b.slice(0, b.rank() - 2));
        int[] sizes = new int[batch.rank() + 2];
        System.arraycopy(batch.toArray(), 0, sizes, 0, batch.rank());
        sizes[batch.rank()] = a.size(-2);
        sizes[batch.rank() + 1] = b.size(-1);
        return Shape.of(sizes);
    }

    private static Shape row(Shape shape) {
        return shape.rank() == 1 ? Shape.of(1, shape.size(0)) : shape;
    }

    private static Shape column(Shape shape) {
        return shape.rank() == 1 ? Shape.of(shape.size(0), 1) : shape;
    }

    @Override
    public Tensor forward(List<Tensor> inputs) {
        return forward(inputs, Kernels.current());
    }

    Tensor forward(List<Tensor> inputs, Kernel kernel) {
        List<Shape> shapes = inputs.stream().map(Tensor::shape).toList();
        Shape product = product(shapes);
        Tensor output = Tensor.zeros(outputShape(shapes));
        Shape batch = product.slice(0, product.rank() - 2);
        Shape a = row(shapes.get(0));
        Shape b = column(shapes.get(1));
        int rows = a.size(-2);
        int depth = a.size(-1);
        int columns = b.size(-1);
        MatrixProduct.apply(
                kernel,
                batch.toArray(),
                inputs.get(0).array(),
                Broadcast.steps(a.slice(0, a.rank() - 2), batch, rows * depth),
                inputs.get(1).array(),
                Broadcast.steps(b.slice(0, b.rank() - 2), batch, depth * columns),
                rows,
                depth,
                columns,
                output.array());
        return output;
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return (long) outputShape(inputs).elements() * inputs.get(0).size(-1);
    }

    @Override
    public String toString() {
        return "matmul()";
    }
}
