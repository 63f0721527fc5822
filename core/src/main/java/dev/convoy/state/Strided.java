package dev.convoy.state;

import dev.convoy.tensor.Shape;
import java.nio.ByteBuffer;

/** Lays out elements that a file stores at strides one after another, row-major. For readers of file formats. */
public final class Strided {

    private Strided() {}

    /** The strides, in elements, at which row-major elements of this shape lie. */
    public static long[] rowMajor(Shape shape) {
        long[] strides = new long[shape.rank()];
        long stride = 1;
        for (int dimension = strides.length - 1; dimension >= 0; dimension--) {
            strides[dimension] = stride;
            stride *= Math.max(1, shape.size(dimension));
        }
        return strides;
    }

    /** The strides, in elements, at which elements of this shape lie if the first dimension runs fastest. */
    public static long[] columnMajor(Shape shape) {
        long[] strides = new long[shape.rank()];
        long stride = 1;
        for (int dimension = 0; dimension < strides.length; dimension++) {
            strides[dimension] = stride;
            stride *= Math.max(1, shape.size(dimension));
        }
        return strides;
    }

    /** Whether elements at these strides follow one another row-major, so that nothing need be moved. */
    public static boolean isRowMajor(Shape shape, long[] strides) {
        long[] expected = rowMajor(shape);
        for (int dimension = 0; dimension < strides.length; dimension++) {
            if (shape.size(dimension) > 1 && strides[dimension] != expected[dimension]) {
                return shape.elements() == 0;
            }
        }
        return true;
    }

    /**
     * The elements row-major, copied. That all of them lie in the buffer is the caller's duty.
     *
     * @param from the stored elements, from 0 on
     * @param elementBytes the size of an element
     * @param offset the place of the first element, in elements
     * @param strides the distance to the next element of each dimension, in elements, 0 or more
     */
    public static ByteBuffer gather(ByteBuffer from, int elementBytes, long offset, Shape shape, long[] strides) {
        byte[] to = new byte[Math.multiplyExact(shape.elements(), elementBytes)];
        int[] sizes = shape.toArray();
        int last = sizes.length - 1;
        int inner = last < 0 ? 1 : sizes[last];
        int innerStride = last < 0 ? 0 : (int) (strides[last] * elementBytes);
        int[] index = new int[Math.max(0, last)];
        long place = offset * elementBytes;
        for (int done = 0; done < to.length; ) {
            int at = (int) place;
            for (int i = 0; i < inner; i++) {
                from.get(at, to, done, elementBytes);
                at += innerStride;
                done += elementBytes;
            }
            int dimension = last - 1;
            while (dimension >= 0 && ++index[dimension] == sizes[dimension]) {
                place -= (sizes[dimension] - 1) * strides[dimension] * elementBytes;
                index[dimension] = 0;
                dimension--;
            }
            if (dimension >= 0) {
                place += strides[dimension] * elementBytes;
            }
        }
        return ByteBuffer.wrap(to);
    }
}
