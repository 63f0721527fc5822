package dev.convoy.state.torch;

import java.util.Map;
import net.razorvine.pickle.PickleException;

/**
 * What a pickle says of a tensor. Nothing is checked against the storage yet.
 *
 * @param type the type of the elements, which may differ from that of the storage if that is of bytes
 * @param offset the element of the storage at which the tensor begins
 * @param strides the distance to the next element of each dimension, in elements
 * @param unsupported what stands in the way of reading it; null if nothing does
 */
record StoredTensor(Storage storage, ElementType type, long offset, long[] sizes, long[] strides, String unsupported) {

    /** No tensor has more dimensions in torch. */
    private static final int MOST_DIMENSIONS = 64;

    /**
     * The tensor that the arguments of {@code torch._utils._rebuild_tensor} or one of its later versions describe.
     *
     * @param metadataAt the place of the metadata among the arguments
     */
    static StoredTensor of(Object[] arguments, ElementType type, int metadataAt) {
        Storage storage = argument(arguments, 0, Storage.class, "a storage");
        long[] sizes = numbers(argument(arguments, 2, Object[].class, "a tuple of sizes"));
        long[] strides = numbers(argument(arguments, 3, Object[].class, "a tuple of strides"));
        long offset = number(argument(arguments, 1, Number.class, "an offset"));
        if (sizes.length != strides.length) {
            throw new PickleException(
                    "a tensor of " + sizes.length + " dimensions is given " + strides.length + " strides");
        }
        boolean marked = arguments.length > metadataAt
                && arguments[metadataAt] instanceof Map<?, ?> metadata
                && !metadata.isEmpty();
        String unsupported =
                marked ? "is a conjugated or negated view; save a copy: tensor.resolve_conj().resolve_neg()" : null;
        return new StoredTensor(storage, type == null ? storage.type() : type, offset, sizes, strides, unsupported);
    }

    /** An argument of this kind. */
    static <T> T argument(Object[] arguments, int index, Class<T> kind, String expected) {
        if (index >= arguments.length || !kind.isInstance(arguments[index])) {
            throw new PickleException("argument " + index + " of a tensor or storage must be " + expected);
        }
        return kind.cast(arguments[index]);
    }

    /** An integer of Python's. */
    static long number(Number number) {
        if (number instanceof Integer || number instanceof Long) {
            return number.longValue();
        }
        throw new PickleException("a size, stride or offset is not an integer of 64 bits");
    }

    private static long[] numbers(Object[] tuple) {
        if (tuple.length > MOST_DIMENSIONS) {
            throw new PickleException(
                    "a tensor has " + tuple.length + " dimensions, but at most " + MOST_DIMENSIONS + " are supported");
        }
        long[] numbers = new long[tuple.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(argument(tuple, i, Number.class, "an integer"));
        }
        return numbers;
    }
}
