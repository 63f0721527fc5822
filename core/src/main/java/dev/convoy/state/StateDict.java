package dev.convoy.state;

import dev.convoy.tensor.NearestNames;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Named tensors as a file stores them, in the file's order, with the file's text metadata: torch's {@code state_dict}.
 * Immutable, and safe for use by several threads.
 *
 * <p>Elements stay in the bytes they were read as, whatever their type, until {@link #tensor} converts one tensor to
 * float32; nothing converted is kept. So integers such as {@code num_batches_tracked} are written back as they came.
 */
public final class StateDict {

    private final String source;
    private final Map<String, Entry> entries;
    private final Map<String, String> metadata;

    private StateDict(Builder builder) {
        this.source = builder.source;
        this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(builder.entries));
        this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(builder.metadata));
    }

    /** A builder of an empty state dict. */
    public static Builder builder() {
        return new Builder();
    }

    /** What the weights were read from, for messages: a path, or {@code state dict} when there is none. */
    public String source() {
        return source;
    }

    /** The tensors' names, in order. */
    public Set<String> names() {
        return entries.keySet();
    }

    /** The stored tensors by name, in order. */
    public Map<String, Entry> entries() {
        return entries;
    }

    /** The file's own key and value pairs, in order; not about any one tensor. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Whether there is a tensor of this name. */
    public boolean contains(String name) {
        return entries.containsKey(name);
    }

    /**
     * The stored tensor of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the nearest names there are
     */
    public Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(source + ": " + NearestNames.missing("tensor", name, entries.keySet()));
        }
        return entry;
    }

    /**
     * The tensor of this name in float32, in its stored shape. F32, F16 and BF16 convert exactly; F64 is rounded, which
     * is logged as a warning; integers convert if each is exactly a float32.
     *
     * @throws IllegalArgumentException if there is none, if an F64 is beyond float32's range, if an integer is not
     *     exactly a float32, or if the type has no conversion; the message names the tensor
     */
    public Tensor tensor(String name) {
        Entry entry = entry(name);
        if (entry.tensor != null) {
            return entry.tensor;
        }
        String label = source + ": tensor '" + name + "'";
        return Tensor.of(entry.shape, Elements.toFloat32(entry.dtype, entry.bytes(), label));
    }

    /** A tensor as it is stored. */
    public static final class Entry {

        private final DType dtype;
        private final Shape shape;
        private final ByteBuffer bytes;
        private final Tensor tensor;

        private Entry(DType dtype, Shape shape, ByteBuffer bytes, Tensor tensor) {
            this.dtype = dtype;
            this.shape = shape;
            this.bytes = bytes;
            this.tensor = tensor;
        }

        /** The type of the elements. */
        public DType dtype() {
            return dtype;
        }

        /** The sizes of the dimensions, as stored. */
        public Shape shape() {
            return shape;
        }

        /** The number of bytes the elements take. */
        public long byteCount() {
            return dtype.bytes(shape.elements());
        }

        /** The elements, row-major and little-endian: a new read-only little-endian view from 0 to the end. */
        public ByteBuffer bytes() {
            ByteBuffer view = bytes;
            if (tensor != null) {
                view = ByteBuffer.allocate(Math.toIntExact(byteCount())).order(ByteOrder.LITTLE_ENDIAN);
                view.asFloatBuffer().put(tensor.array());
            }
            return view.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }

        /** Type and shape: {@code F32 [64, 3, 7, 7]}. */
        @Override
        public String toString() {
            return dtype + " " + shape;
        }
    }

    /** Collects tensors in order. Not safe for use by several threads. */
    public static final class Builder {

        private String source = "state dict";
        private final Map<String, Entry> entries = new LinkedHashMap<>();
        private final Map<String, String> metadata = new LinkedHashMap<>();

        private Builder() {}

        /** Names what the weights come from, for messages. */
        public Builder source(String name) {
            source = name;
            return this;
        }

        /** Adds a pair of metadata, or replaces the value of a key. */
        public Builder metadata(String key, String value) {
            metadata.put(key, value);
            return this;
        }

        /**
         * Adds a tensor as F32; its array is not copied.
         *
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder put(String name, Tensor tensor) {
            return put(name, new Entry(DType.F32, tensor.shape(), null, tensor));
        }

        /**
         * Adds a stored tensor; its bytes are not copied and must not change afterwards.
         *
         * @param bytes the elements, row-major and little-endian, from position to limit
         * @throws IllegalArgumentException if the name is taken, or if type and shape ask for another number of bytes
         */
        public Builder put(String name, DType dtype, Shape shape, ByteBuffer bytes) {
            long expected = dtype.bytes(shape.elements());
            if (bytes.remaining() != expected) {
                throw new IllegalArgumentException("tensor '" + name + "' of type " + dtype + " and shape " + shape
                        + " takes " + expected + " bytes, but receives " + bytes.remaining());
            }
            return put(name, new Entry(dtype, shape, bytes.slice(), null));
        }

        /**
         * Adds a tensor of another state dict, as it is stored there and without a copy.
         *
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder put(String name, Entry entry) {
            if (entries.putIfAbsent(name, entry) != null) {
                throw new IllegalArgumentException("there is a tensor '" + name + "' already");
            }
            return this;
        }

        /** The state dict of what was added so far. */
        public StateDict build() {
            return new StateDict(this);
        }
    }
}
