package dev.convoy.state.arrow;

import dev.convoy.state.DType;
import java.io.IOException;

/** Tensors of one shape, over a FixedSizeList. Its buffers are its validity, and the elements' validity and values. */
final class FixedTensorColumn extends ArrowColumn {

    private final DType dtype;
    private final TensorType type;
    private TensorElements elements;

    FixedTensorColumn(Heading heading, DType dtype, TensorType type) {
        super(heading);
        this.dtype = dtype;
        this.type = type;
    }

    @Override
    void load(Batch in) throws IOException {
        int each = type.shape().elements();
        if (each > 0 && in.rows() > Long.MAX_VALUE / each) {
            throw in.malformed(label() + " has " + in.rows() + " tensors of shape " + type.shape()
                    + ", which no file holds; the file is damaged");
        }
        elements = new TensorElements(this, dtype, in, 1, 1, in.rows() * each);
    }

    @Override
    public long bytes() {
        return (long) type.shape().elements() * elements.elementBytes();
    }

    @Override
    public Object value() throws IOException {
        return elements.tensor(row() * type.shape().elements(), type.shape(), type.strides());
    }
}
