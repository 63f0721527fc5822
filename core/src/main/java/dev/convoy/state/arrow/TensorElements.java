package dev.convoy.state.arrow;

import dev.convoy.state.ByteSource;
import dev.convoy.state.DType;
import dev.convoy.state.Elements;
import dev.convoy.state.Strided;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The elements of a column's tensors, one tensor after the other. */
final class TensorElements {

    private final ArrowColumn column;
    private final DType dtype;
    private final BatchBuffer values;
    private final BatchBuffer validity;

    /**
     * The elements of a batch.
     *
     * @param node the place of their node among the column's
     * @param buffer the place of their validity among the column's buffers, which the values follow
     * @param count how many there are, or more
     */
    TensorElements(ArrowColumn column, DType dtype, Batch batch, int node, int buffer, long count) throws IOException {
        this.column = column;
        this.dtype = dtype;
        this.values = batch.buffer(column, buffer + 1, count, elementBytes());
        this.validity = batch.validity(column, node, buffer, count);
    }

    int elementBytes() {
        return dtype.bits() / Byte.SIZE;
    }

    /** The tensor whose elements begin with one of them. */
    Tensor tensor(long from, Shape shape, long[] strides) throws IOException {
        long at = from * elementBytes();
        long bytes = (long) shape.elements() * elementBytes();
        if (bytes > ByteSource.LARGEST_ARRAY) {
            throw column.malformed(
                    values,
                    at,
                    "a tensor of shape " + shape + " takes " + bytes + " bytes, but at most " + ByteSource.LARGEST_ARRAY
                            + " are supported");
        }
        for (int i = 0; validity != null && i < shape.elements(); i++) {
            if (!validity.bit(from + i)) {
                throw column.malformed(
                        values, at, "expected a tensor, but element " + i + " of " + shape.elements() + " is null");
            }
        }
        ByteBuffer stored = values.bytes(at, (int) bytes);
        ByteBuffer elements = Strided.isRowMajor(shape, strides)
                ? stored
                : Strided.gather(stored, elementBytes(), 0, shape, strides).order(stored.order());
        try {
            return Tensor.of(shape, Elements.toFloat32(dtype, elements, column.label()));
        } catch (IllegalArgumentException unrepresentable) {
            throw column.malformed(values, at, unrepresentable.getMessage());
        }
    }
}
