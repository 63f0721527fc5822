package dev.convoy.state.onnx;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;

/** A tensor whose elements are known when the model is read: floats, or integers, which truth values are too. */
final class Literal {

    private final Shape shape;
    private final Tensor floats;
    private final long[] integers;

    private Literal(Shape shape, Tensor floats, long[] integers) {
        this.shape = shape;
        this.floats = floats;
        this.integers = integers;
    }

    static Literal of(Tensor floats) {
        return new Literal(floats.shape(), floats, null);
    }

    static Literal of(Shape shape, long... integers) {
        if (shape.elements() != integers.length) {
            throw new IllegalArgumentException(integers.length + " integers for the shape " + shape);
        }
        return new Literal(shape, null, integers);
    }

    /** A vector of integers. */
    static Literal vector(long... integers) {
        return of(Shape.of(integers.length), integers);
    }

    Shape shape() {
        return shape;
    }

    boolean isInteger() {
        return integers != null;
    }

    /** The floats. */
    Tensor tensor() {
        if (floats == null) {
            throw new Unsupported("takes floats but receives integers");
        }
        return floats;
    }

    /** The integers: the array itself, for reading only. */
    long[] integers() {
        if (integers == null) {
            throw new Unsupported("takes integers but receives floats");
        }
        return integers;
    }

    /** The elements, of either kind. */
    double[] numbers() {
        double[] numbers = new double[shape.elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = integers == null ? floats.array()[i] : integers[i];
        }
        return numbers;
    }

    /** Whether kind, shape and elements agree. */
    boolean same(Literal other) {
        return this == other
                || (isInteger() == other.isInteger()
                        && shape.equals(other.shape)
                        && (isInteger() ? Arrays.equals(integers, other.integers) : floats.sameBits(other.floats)));
    }

    @Override
    public String toString() {
        return shape + (shape.elements() > 16 ? "" : " " + Arrays.toString(numbers()));
    }
}
