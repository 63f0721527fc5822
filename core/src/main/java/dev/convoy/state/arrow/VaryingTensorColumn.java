package dev.convoy.state.arrow;

import dev.convoy.state.DType;
import dev.convoy.state.Strided;
import dev.convoy.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Tensors that bring a shape each, over a struct of their elements, a list, and their sizes, a FixedSizeList of 32
 * bits. Its buffers are its validity; the list's validity and offsets, and the elements' validity and values; the
 * sizes' validity, and each size's validity and value.
 */
final class VaryingTensorColumn extends ArrowColumn {

    private final DType dtype;
    private final boolean large;
    private final int rank;
    private TensorElements elements;
    private Offsets offsets;
    private BatchBuffer sizes;
    private BatchBuffer listValidity;
    private BatchBuffer shapeValidity;
    private BatchBuffer sizeValidity;

    VaryingTensorColumn(Heading heading, DType dtype, boolean large, int rank) {
        super(heading);
        this.dtype = dtype;
        this.large = large;
        this.rank = rank;
    }

    @Override
    void load(Batch in) throws IOException {
        long room = in.nodeLength(this, 2);
        elements = new TensorElements(this, dtype, in, 2, 3, room);
        offsets = new Offsets(this, in, 2, large, room);
        sizes = in.buffer(this, 7, in.rows(), (long) rank * Integer.BYTES);
        listValidity = in.validity(this, 1, 1, in.rows());
        shapeValidity = in.validity(this, 3, 5, in.rows());
        sizeValidity = in.validity(this, 4, 6, in.rows() * rank);
    }

    @Override
    public long bytes() throws IOException {
        return offsets.range().length() * elements.elementBytes();
    }

    @Override
    public Object value() throws IOException {
        long at = row() * rank * Integer.BYTES;
        if (isNull(listValidity, 1) || isNull(shapeValidity, 1) || isNull(sizeValidity, rank)) {
            throw malformed(sizes, at, "expected a tensor, but its data, its shape or a size of that is null");
        }
        ByteBuffer bytes = sizes.bytes(at, rank * Integer.BYTES);
        int[] narrowed = new int[rank];
        bytes.asIntBuffer().get(narrowed);
        Shape shape;
        try {
            shape = Shape.of(narrowed);
        } catch (IllegalArgumentException invalid) {
            throw malformed(sizes, at, invalid.getMessage());
        }
        Offsets.Range range = offsets.range();
        if (range.length() != shape.elements()) {
            throw malformed(
                    sizes,
                    at,
                    "expected " + shape.elements() + " values, as many as shape " + shape + " has, but there are "
                            + range.length());
        }
        return elements.tensor(range.from(), shape, Strided.rowMajor(shape));
    }

    /** Whether any of the values is null, of which each row has so many. */
    private boolean isNull(BatchBuffer validity, int each) throws IOException {
        for (int i = 0; validity != null && i < each; i++) {
            if (!validity.bit(row() * each + i)) {
                return true;
            }
        }
        return false;
    }
}
