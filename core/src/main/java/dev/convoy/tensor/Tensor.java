package dev.convoy.tensor;

import java.util.Arrays;

/**
 * A dense tensor of 32-bit floats, row-major (torch's contiguous layout): a {@link Shape} over one array.
 *
 * <p>A tensor does not copy the array it is made of, and nothing in Convoy writes to it afterwards; who keeps the array
 * must not either.
 */
public final class Tensor {

    private final Shape shape;
    private final float[] array;

    private Tensor(Shape shape, float[] array) {
        if (shape.elements() != array.length) {
            throw new IllegalArgumentException("a tensor of shape " + shape + " has " + shape.elements()
                    + " elements, but the array has " + array.length);
        }
        this.shape = shape;
        this.array = array;
    }

    /** A tensor over the array itself, not over a copy. */
    public static Tensor of(Shape shape, float... array) {
        return new Tensor(shape, array);
    }

    /** A tensor of zeros. */
    public static Tensor zeros(Shape shape) {
        return new Tensor(shape, new float[shape.elements()]);
    }

    public Shape shape() {
        return shape;
    }

    /** The elements, row-major: the array itself, not a copy, for reading only. */
    public float[] array() {
        return array;
    }

    /** The same elements under another shape of as many elements, as {@code torch.Tensor.reshape}. */
    public Tensor reshape(Shape other) {
        return new Tensor(other, array);
    }

    /** The element at these indices, one a dimension. */
    public float at(int... indices) {
        if (indices.length != shape.rank()) {
            throw new IllegalArgumentException(
                    "a tensor of shape " + shape + " has no element " + Arrays.toString(indices));
        }
        int offset = 0;
        for (int dimension = 0; dimension < indices.length; dimension++) {
            if (indices[dimension] < 0 || indices[dimension] >= shape.size(dimension)) {
                throw new IllegalArgumentException(
                        "a tensor of shape " + shape + " has no element " + Arrays.toString(indices));
            }
            offset = offset * shape.size(dimension) + indices[dimension];
        }
        return array[offset];
    }

    /** Whether shape and every bit agree: unlike {@code ==}, 0.0 is not -0.0, and a NaN is itself. */
    public boolean sameBits(Tensor other) {
        if (!shape.equals(other.shape)) {
            return false;
        }
        for (int i = 0; i < array.length; i++) {
            if (Float.floatToRawIntBits(array[i]) != Float.floatToRawIntBits(other.array[i])) {
                return false;
            }
        }
        return true;
    }

    /** As torch prints it. */
    @Override
    public String toString() {
        return TensorPrinter.tensor(this);
    }
}
