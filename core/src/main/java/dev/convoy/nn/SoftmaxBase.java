package dev.convoy.nn;

import dev.convoy.kernel.Normalisation;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/** What the softmax and its logarithm share. */
abstract sealed class SoftmaxBase implements Layer permits Softmax, LogSoftmax {

    private final int dim;
    private final boolean logarithm;

    SoftmaxBase(int dim, boolean logarithm) {
        this.dim = dim;
        this.logarithm = logarithm;
    }

    /** The dimension that sums to 1, counted from the first. */
    final int dimension(Shape input) {
        return Dimensions.index(this, "dim", dim, input);
    }

    @Override
    public Shape outputShape(Shape input) {
        Dimensions.index(this, "dim", dim, input);
        return input;
    }

    @Override
    public Tensor forward(Tensor input) {
        Shape shape = input.shape();
        int index = Dimensions.index(this, "dim", dim, shape);
        int count = shape.rank() == 0 ? 1 : shape.size(index);
        int step = shape.rank() == 0 ? 1 : shape.elements(index + 1, shape.rank());
        Tensor output = Tensor.zeros(shape);
        for (int block = 0; block < shape.elements(); block += count * step) {
            for (int i = 0; i < step; i++) {
                Normalisation.softmax(logarithm, input.array(), output.array(), block + i, step, count);
            }
        }
        return output;
    }

    /** As torch prints the layer. */
    @Override
    public String toString() {
        return type() + "(dim=" + dim + ")";
    }
}
