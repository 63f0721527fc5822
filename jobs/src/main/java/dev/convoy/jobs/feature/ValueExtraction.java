package dev.convoy.jobs.feature;

import dev.convoy.jobs.internals.ValueFunction;
import dev.convoy.jobs.source.ColumnValues;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/** An image at a time: its features and its error as a struct, or those of the first layer alone. */
final class ValueExtraction extends ValueFunction {

    private static final long serialVersionUID = 1;

    private final ExtractionTask task;
    private final boolean first;
    /** What the query holds on to while it holds on to this. */
    private final transient DataFrameExtraction owner;

    private transient Feed feed;

    ValueExtraction(ExtractionTask task, boolean first, DataFrameExtraction owner) {
        this.task = task;
        this.first = first;
        this.owner = owner;
    }

    @Override
    protected Object of(Object value) {
        if (feed == null || feed.context != TaskContext.get()) {
            feed = new Feed(TaskContext.get());
        }
        feed.waiting = ColumnValues.row(value);
        if (feed.rows == null) {
            feed.rows = task.call(feed);
        }
        InternalRow row = feed.rows.hasNext() ? feed.rows.next() : null;
        int tensors = task.tensors().size();
        if (first) {
            return row == null ? null : row.get(Extractor.FIRST_TENSOR, null);
        }
        Object[] values = new Object[tensors + 1];
        for (int i = 0; i < values.length && row != null; i++) {
            values[i] = row.get(Extractor.FIRST_TENSOR + i, null);
        }
        return new GenericInternalRow(values);
    }

    /** Hands over one row at a time. */
    private static final class Feed implements Iterator<InternalRow> {

        private final TaskContext context;
        private InternalRow waiting;
        private Iterator<InternalRow> rows;

        Feed(TaskContext context) {
            this.context = context;
        }

        @Override
        public boolean hasNext() {
            return waiting != null;
        }

        @Override
        public InternalRow next() {
            InternalRow row = waiting;
            waiting = null;
            return row;
        }
    }
}
