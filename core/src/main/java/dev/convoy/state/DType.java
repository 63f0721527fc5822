package dev.convoy.state;

import java.util.Optional;

/**
 * The type of a stored tensor's elements, under the names safetensors gives them and in the order of its reference
 * library: a file's tensors are sorted by this order, descending.
 */
public enum DType {
    /** A boolean in one byte, 0 or 1. */
    BOOL(8),
    /** A 4-bit float, two in a byte. */
    F4(4),
    /** A 6-bit float with 2 exponent bits. */
    F6_E2M3(6),
    /** A 6-bit float with 3 exponent bits. */
    F6_E3M2(6),
    /** An unsigned 8-bit integer. */
    U8(8),
    /** A signed 8-bit integer. */
    I8(8),
    /** An 8-bit float with 5 exponent bits. */
    F8_E5M2(8),
    /** An 8-bit float with 4 exponent bits. */
    F8_E4M3(8),
    /** An 8-bit power of two. */
    F8_E8M0(8),
    /** An 8-bit float with 4 exponent bits and no negative zero. */
    F8_E4M3FNUZ(8),
    /** An 8-bit float with 5 exponent bits and no negative zero. */
    F8_E5M2FNUZ(8),
    /** A signed 16-bit integer. */
    I16(16),
    /** An unsigned 16-bit integer. */
    U16(16),
    /** An IEEE 754 half-precision float. */
    F16(16),
    /** A bfloat16: the upper half of a float32. */
    BF16(16),
    /** A signed 32-bit integer. */
    I32(32),
    /** An unsigned 32-bit integer. */
    U32(32),
    /** An IEEE 754 single-precision float. */
    F32(32),
    /** Two single-precision floats, real and imaginary. */
    C64(64),
    /** An IEEE 754 double-precision float. */
    F64(64),
    /** A signed 64-bit integer. */
    I64(64),
    /** An unsigned 64-bit integer. */
    U64(64);

    private final int bits;

    DType(int bits) {
        this.bits = bits;
    }

    /** The type of this name; empty if there is none. */
    public static Optional<DType> named(String name) {
        for (DType dtype : values()) {
            if (dtype.name().equals(name)) {
                return Optional.of(dtype);
            }
        }
        return Optional.empty();
    }

    /** The size of an element in bits: 8 or more, but for the packed types. */
    public int bits() {
        return bits;
    }

    /**
     * The size of so many elements in bytes.
     *
     * @throws IllegalArgumentException if packed elements do not fill their last byte
     */
    public long bytes(int elements) {
        long total = (long) elements * bits;
        if (total % Byte.SIZE != 0) {
            throw new IllegalArgumentException(
                    elements + " elements of " + this + " are " + total + " bits, which do not fill whole bytes");
        }
        return total / Byte.SIZE;
    }
}
