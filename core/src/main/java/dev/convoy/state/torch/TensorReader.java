package dev.convoy.state.torch;

import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.state.Strided;
import dev.convoy.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the elements of stored tensors. A storage is read once, and tensors whose elements follow one another share its
 * bytes; others are copied, which is bounded by the size of the file.
 */
final class TensorReader {

    private static final long SMALLEST_ALLOWANCE = 16L << 20;

    private final ByteSource source;
    private final Checkpoint.Storages storages;
    private final Map<String, Read> read = new HashMap<>();
    private long allowance;

    private record Read(Storage storage, ByteBuffer bytes) {}

    TensorReader(ByteSource source, Checkpoint.Storages storages) {
        this.source = source;
        this.storages = storages;
        this.allowance = SMALLEST_ALLOWANCE + 2 * source.size();
    }

    /** Adds the tensor with its elements row-major. */
    void read(StateDict.Builder state, String name, StoredTensor tensor) throws IOException {
        String label = "tensor '" + name + "'";
        ElementType type = tensor.type();
        if (tensor.unsupported() != null) {
            throw source.malformed(-1, label + " " + tensor.unsupported());
        }
        if (type.dtype() == null) {
            throw source.malformed(
                    -1, label + " is of type " + type.name() + ", which is not supported; save it as float32");
        }
        Shape shape = shape(label, tensor);
        ByteBuffer storage = storage(tensor.storage());
        long first = tensor.storage().offset() * tensor.storage().type().bytes() / type.bytes();
        long room = tensor.storage().viewElements() * tensor.storage().type().bytes() / type.bytes();
        checkPlace(label, tensor, shape, room);
        long offset = first + tensor.offset();
        int elementBytes = type.bytes();
        ByteBuffer bytes;
        if (shape.elements() == 0) {
            bytes = ByteBuffer.allocate(0);
        } else if (Strided.isRowMajor(shape, tensor.strides())) {
            bytes = storage.slice((int) (offset * elementBytes), shape.elements() * elementBytes);
        } else {
            spend(label, (long) shape.elements() * elementBytes);
            bytes = Strided.gather(storage, elementBytes, offset, shape, tensor.strides());
        }
        state.put(name, type.dtype(), shape, bytes);
    }

    private Shape shape(String label, StoredTensor tensor) throws MalformedFileException {
        long[] sizes = tensor.sizes();
        long most = ByteSource.LARGEST_ARRAY / tensor.type().bytes();
        long elements = 1;
        for (long size : sizes) {
            if (size < 0) {
                throw source.malformed(-1, label + " has the negative size " + size);
            }
            elements = Math.multiplyHigh(elements, size) != 0 || elements * size < 0 ? Long.MAX_VALUE : elements * size;
        }
        boolean wide = Arrays.stream(sizes).anyMatch(size -> size > Integer.MAX_VALUE);
        if (elements > most || wide) {
            throw source.malformed(
                    -1,
                    label + " has shape " + Arrays.toString(sizes) + ", but at most " + most + " elements of "
                            + tensor.type().name() + " are supported");
        }
        return Shape.of(Arrays.stream(sizes).mapToInt(size -> (int) size).toArray());
    }

    /** Refuses a tensor with an element outside its storage. */
    private void checkPlace(String label, StoredTensor tensor, Shape shape, long room) throws MalformedFileException {
        long last = tensor.offset();
        boolean inside = last >= 0 && last <= room;
        for (int dimension = 0; dimension < shape.rank(); dimension++) {
            long stride = tensor.strides()[dimension];
            long steps = Math.max(0, shape.size(dimension) - 1);
            inside &= stride >= 0 && (steps == 0 || stride <= room / steps);
            last += inside ? steps * stride : 0;
        }
        if (shape.elements() > 0 && (!inside || last >= room)) {
            throw source.malformed(
                    -1,
                    label + " of shape " + shape + ", strides " + Arrays.toString(tensor.strides()) + " and offset "
                            + tensor.offset() + " does not fit its storage of " + room + " elements; the file is "
                            + "damaged");
        }
    }

    private ByteBuffer storage(Storage storage) throws IOException {
        Read known = read.get(storage.key());
        if (known == null) {
            known = new Read(storage, storages.read(storage));
            read.put(storage.key(), known);
        } else if (known.storage.elements() != storage.elements() || known.storage.type() != storage.type()) {
            throw source.malformed(
                    -1,
                    "the storage '" + Refusal.printable(storage.key()) + "' is given as " + storage.elements() + " "
                            + storage.type().name() + " and as " + known.storage.elements() + " "
                            + known.storage.type().name() + "; the file is damaged");
        }
        return known.bytes;
    }

    private void spend(String label, long bytes) throws MalformedFileException {
        if (bytes > allowance) {
            throw source.malformed(
                    -1,
                    label + " repeats elements of its storage: the copies would take " + bytes
                            + " bytes, many more than the file has; save a copy, in Python: tensor.contiguous()");
        }
        allowance -= bytes;
    }
}
