package dev.convoy.nn;

import dev.convoy.kernel.StridedCopy;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * A tensor's elements in another order, repeated or left out: torch's strided view, which is copied here.
 *
 * @param offset the first element's
 * @param sizes of the view's dimensions
 * @param steps how far a dimension's next element lies in the tensor
 */
record Strided(int offset, int[] sizes, int[] steps) {

    /** A tensor's own order. */
    static Strided of(Shape shape) {
        int[] steps = new int[shape.rank()];
        int step = 1;
        for (int i = steps.length - 1; i >= 0; i--) {
            steps[i] = step;
            step *= shape.size(i);
        }
        return new Strided(0, shape.toArray(), steps);
    }

    /** The dimensions in another order. */
    Strided permuted(int... dimensions) {
        int[] newSizes = new int[dimensions.length];
        int[] newSteps = new int[dimensions.length];
        for (int i = 0; i < dimensions.length; i++) {
            newSizes[i] = sizes[dimensions[i]];
            newSteps[i] = steps[dimensions[i]];
        }
        return new Strided(offset, newSizes, newSteps);
    }

    Shape shape() {
        return Shape.of(sizes);
    }

    /** The view's elements as a tensor of this shape. */
    Tensor copy(Tensor tensor, Shape shape) {
        Tensor output = Tensor.zeros(shape);
        StridedCopy.apply(tensor.array(), offset, sizes, steps, output.array());
        return output;
    }
}
