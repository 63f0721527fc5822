package dev.convoy.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor's dimensions, outermost first. A shape of no dimensions is a scalar's. Immutable.
 *
 * <p>The number of elements always fits an {@code int}: a tensor lives in one Java array.
 */
public final class Shape {

    private final int[] sizes;
    private final int elements;

    private Shape(int[] sizes) {
        long product = 1;
        for (int size : sizes) {
            if (size < 0) {
                throw new IllegalArgumentException(
                        "a shape's sizes are 0 or more, but this one is " + Arrays.toString(sizes));
            }
            // Capped, not wrapped: every factor is below 2^31, so the product of a capped value and a factor fits a
            // long.
            product = Math.min(product * size, Integer.MAX_VALUE + 1L);
        }
        if (product > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a tensor has at most " + Integer.MAX_VALUE
                    + " elements, more than that has shape " + Arrays.toString(sizes));
        }
        this.sizes = sizes;
        this.elements = (int) product;
    }

    /** A shape of these sizes. */
    public static Shape of(int... sizes) {
        return new Shape(sizes.clone());
    }

    /** The number of dimensions. */
    public int rank() {
        return sizes.length;
    }

    /** The size of a dimension; a negative one counts from the last, as in torch: {@code size(-1)}. */
    public int size(int dimension) {
        int index = dimension < 0 ? dimension + sizes.length : dimension;
        if (index < 0 || index >= sizes.length) {
            throw new IllegalArgumentException("dimension " + dimension + " of shape " + this + " does not exist");
        }
        return sizes[index];
    }

    /** The number of elements: the product of the sizes, 1 for a scalar. */
    public int elements() {
        return elements;
    }

    /** The number of elements in the dimensions {@code from <= d < to}. */
    public int elements(int from, int to) {
        int product = 1;
        for (int dimension = from; dimension < to; dimension++) {
            product *= sizes[dimension];
        }
        return product;
    }

    /** This shape with one size changed; a negative dimension counts from the last. */
    public Shape with(int dimension, int size) {
        int[] changed = sizes.clone();
        changed[dimension < 0 ? dimension + sizes.length : dimension] = size;
        return new Shape(changed);
    }

    /** The shape of so many tensors of this one, along a dimension before its own: a batch of images. */
    public Shape batched(int count) {
        int[] batch = new int[sizes.length + 1];
        batch[0] = count;
        System.arraycopy(sizes, 0, batch, 1, sizes.length);
        return new Shape(batch);
    }

    /** The dimensions {@code from <= d < to} alone. */
    public Shape slice(int from, int to) {
        return new Shape(Arrays.copyOfRange(sizes, from, to));
    }

    /** A copy of the sizes. */
    public int[] toArray() {
        return sizes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** As torch prints a size: {@code [1, 3, 224, 224]}. */
    @Override
    public String toString() {
        return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
