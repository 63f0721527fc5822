package dev.convoy.state.npy;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/** Between row-major elements and Fortran order, in which the first dimension runs fastest. */
final class FortranOrder {

    private FortranOrder() {}

    /** Whether the elements of such a shape lie differently in the two orders: not below two dimensions above 1. */
    static boolean differs(Shape shape) {
        int counted = 0;
        for (int size : shape.toArray()) {
            counted += size > 1 ? 1 : 0;
        }
        return shape.elements() > 0 && counted > 1;
    }

    /** The tensor of elements that lie in Fortran order. */
    static Tensor toTensor(Shape shape, float[] elements) {
        return Tensor.of(shape, reversed(shape.toArray(), elements));
    }

    /** The tensor's elements in Fortran order. */
    static float[] elements(Tensor tensor) {
        int[] sizes = tensor.shape().toArray();
        for (int i = 0, j = sizes.length - 1; i < j; i++, j--) {
            int size = sizes[i];
            sizes[i] = sizes[j];
            sizes[j] = size;
        }
        return reversed(sizes, tensor.array());
    }

    /**
     * The elements row-major by these sizes, taken from an array in which the first of these dimensions runs fastest.
     */
    private static float[] reversed(int[] sizes, float[] from) {
        float[] to = new float[from.length];
        int[] strides = new int[sizes.length];
        int stride = 1;
        for (int dimension = 0; dimension < sizes.length; dimension++) {
            strides[dimension] = stride;
            stride *= sizes[dimension];
        }
        int[] index = new int[sizes.length];
        int place = 0;
        for (int i = 0; i < to.length; i++) {
            to[i] = from[place];
            int dimension = sizes.length - 1;
            while (dimension >= 0 && ++index[dimension] == sizes[dimension]) {
                place -= (sizes[dimension] - 1) * strides[dimension];
                index[dimension] = 0;
                dimension--;
            }
            if (dimension >= 0) {
                place += strides[dimension];
            }
        }
        return to;
    }
}
