package dev.convoy.jobs.parquet;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the elements of tensors are in a file; in rows they are floats whatever it is. */
public enum ElementType {
    FLOAT32(Float.BYTES),
    /** Half precision: the nearest there is, of two as near the even one; 65520 and what is beyond it are infinite. */
    FLOAT16(Short.BYTES);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The type of this name; empty if there is none. */
    static Optional<ElementType> named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.toString().equals(name))
                .findFirst();
    }

    /** The size of an element. */
    public int bytes() {
        return bytes;
    }

    /** As metadata say it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
