package dev.convoy.jobs.internals;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A function of one column's value, as Spark keeps it, that generated code calls: one object a task and a place in a
 * query.
 */
public abstract class ValueFunction implements Serializable {

    /** The name under which generated code calls it, whatever the value's type. */
    static final String CALL = "call";

    private static final long serialVersionUID = 1;

    /**
     * The function's value, as Spark keeps it; valid until the next call.
     *
     * @param value null where the column is
     */
    protected abstract Object of(Object value);

    /** Of {@code BINARY}. */
    public final Object call(byte[] value) {
        return of(value);
    }

    /** Of {@code STRING}. */
    public final Object call(UTF8String value) {
        return of(value);
    }

    /** Of a struct. */
    public final Object call(InternalRow value) {
        return of(value);
    }

    /** Of an array. */
    public final Object call(ArrayData value) {
        return of(value);
    }
}
