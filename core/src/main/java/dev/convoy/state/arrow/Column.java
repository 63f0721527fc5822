package dev.convoy.state.arrow;

import dev.convoy.state.DType;
import dev.convoy.tensor.Shape;

/**
 * A column that holds a tensor.
 *
 * @param type what the tensor's shape is and how its elements lie
 */
record Column(String name, DType dtype, TensorType type) {

    Shape shape() {
        return type.shape();
    }

    String label() {
        return "tensor '" + name + "'";
    }

    /** The bytes that so many values take: booleans are packed, the first in the lowest bit. */
    static long valueBytes(DType dtype, int elements) {
        return dtype == DType.BOOL ? (elements + 7L) / Byte.SIZE : dtype.bytes(elements);
    }
}
