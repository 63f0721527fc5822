package dev.convoy.state.arrow;

import dev.convoy.state.MalformedFileException;
import java.io.IOException;

/** A column of an Arrow file, and its value in the row that {@link ArrowRows} is at. */
public abstract class ArrowColumn {

    /** What a column's values are in Java. */
    public enum Kind {
        /** {@code byte[]}: Binary, LargeBinary. */
        BINARY,
        /** {@link dev.convoy.tensor.Tensor}: {@code arrow.fixed_shape_tensor}, {@code arrow.variable_shape_tensor}. */
        TENSOR,
        /** {@link String}: Utf8, LargeUtf8. */
        TEXT,
        /** {@link Boolean}. */
        BOOLEAN,
        /** {@link Integer}: signed integers of 8 to 32 bits, unsigned ones of 8 and 16. */
        INTEGER,
        /** {@link Long}: signed integers of 64 bits, unsigned ones of 32. */
        LONG,
        /** {@link Float}: floats of 16 and 32 bits. */
        FLOAT,
        /** {@link Double}. */
        DOUBLE,
        /** None: other types, and dictionaries. */
        OTHER
    }

    private final Heading heading;

    /** Whether values are read. */
    private boolean wanted;

    private Batch batch;
    private BatchBuffer validity;

    ArrowColumn(Heading heading) {
        this.heading = heading;
    }

    /** What a column is. */
    record Heading(String name, Kind kind, String type, ArrowColumn parent, Extent place) {

        Heading of(Kind found) {
            return new Heading(name, found, type, parent, place);
        }
    }

    /** Its name; that of a struct's field stands behind the struct's: {@code image.bytes}. */
    public final String name() {
        return heading.name();
    }

    public final Kind kind() {
        return heading.kind();
    }

    /** Its type, for messages. */
    public final String type() {
        return heading.type();
    }

    /** Whether it is a struct's field. */
    public final boolean isNested() {
        return heading.parent() != null;
    }

    /** Whether there is no value in this row. */
    public final boolean isNull() throws IOException {
        return (isNested() && heading.parent().isNull()) || (validity != null && !validity.bit(row()));
    }

    /**
     * How many bytes the value takes in the file; there is one.
     *
     * @throws MalformedFileException if the file is damaged there
     */
    public abstract long bytes() throws IOException;

    /**
     * The value; there is one.
     *
     * @throws MalformedFileException if the file is damaged there, or the value is none of its kind
     * @throws IOException if it cannot be read
     */
    public abstract Object value() throws IOException;

    /** Finds the column's own buffers in a batch. */
    abstract void load(Batch in) throws IOException;

    final void want() {
        wanted = true;
        if (isNested()) {
            heading.parent().want();
        }
    }

    /** Goes to a batch, if values are read. */
    final void enter(Batch in) throws IOException {
        if (wanted) {
            batch = in;
            validity = in.validity(this, 0, 0, in.rows());
            load(in);
        }
    }

    final long row() {
        return batch.row();
    }

    final Extent place() {
        return heading.place();
    }

    final String label() {
        return "column '" + heading.name() + "'";
    }

    /** What is wrong with the value in this row. */
    final MalformedFileException malformed(BatchBuffer buffer, long at, String reason) {
        return buffer.malformed(at, label() + ", row " + row() + " of its batch: " + reason);
    }
}
