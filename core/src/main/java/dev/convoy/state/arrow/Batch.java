package dev.convoy.state.arrow;

import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import java.io.IOException;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

/** A record batch: its rows, the one that is read, and where the nodes and buffers of its columns are. */
final class Batch {

    private final ByteSource source;
    private final IpcMessage message;
    private final RecordBatch flat;
    private final long rows;
    private long row = -1;

    private Batch(ByteSource source, IpcMessage message, RecordBatch flat, long rows) {
        this.source = source;
        this.message = message;
        this.flat = flat;
        this.rows = rows;
    }

    /**
     * The batch of a message.
     *
     * @param all what the columns have together
     */
    static Batch of(ByteSource source, IpcMessage message, Extent all) throws IOException {
        RecordBatch flat = message.header(new RecordBatch());
        Batch batch = new Batch(source, message, flat, RowReader.rows(message));
        RowReader.checkCompression(message.metadata(), flat.compression());
        if (flat.nodesLength() != all.nodes()
                || flat.variadicBufferCountsLength() != all.views()
                || flat.buffersLength() != all.buffers() + batch.viewed(all.views())) {
            throw message.metadata()
                    .malformed("the record batch has " + flat.nodesLength() + " nodes and " + flat.buffersLength()
                            + " buffers, but its columns have " + all.nodes() + " and " + all.buffers()
                            + "; the file is damaged");
        }
        if (batch.rows / Byte.SIZE > message.bodyLength()) {
            throw message.metadata()
                    .malformed("the record batch has " + batch.rows + " rows, but only " + message.bodyLength()
                            + " bytes; the file is damaged");
        }
        return batch;
    }

    long row() {
        return row;
    }

    /** Goes to the next row, if there is one. */
    boolean next() {
        if (row + 1 >= rows) {
            return false;
        }
        row++;
        return true;
    }

    long rows() {
        return rows;
    }

    /** How many buffers the columns of views that come first have beside what all columns of their type have. */
    private long viewed(int views) throws IOException {
        long buffers = 0;
        for (int i = 0; i < views; i++) {
            long count = flat.variadicBufferCounts(i);
            if (count < 0 || count > flat.buffersLength()) {
                throw malformed("a column has " + count + " buffers; the file is damaged");
            }
            buffers += count;
        }
        return buffers;
    }

    /** How many values a node has. */
    long nodeLength(ArrowColumn column, int node) {
        return flat.nodes(column.place().nodes() + node).length();
    }

    MalformedFileException malformed(String reason) {
        return message.metadata().malformed(reason);
    }

    /** The number of nulls in a node, whose values are of this number, or more. */
    private long nulls(ArrowColumn column, int node, long values) throws IOException {
        FieldNode found = flat.nodes(column.place().nodes() + node);
        if (found.length() < values || found.nullCount() < 0 || found.nullCount() > found.length()) {
            throw malformed(column.label() + " has a node of " + found.length() + " values and " + found.nullCount()
                    + " nulls where " + values + " values are expected; the file is damaged");
        }
        return found.nullCount();
    }

    /** The bits that say which of a node's values are there, if any is null; else null. */
    BatchBuffer validity(ArrowColumn column, int node, int which, long values) throws IOException {
        return nulls(column, node, values) == 0 ? null : buffer(column, which, (values + 7) / Byte.SIZE, 1);
    }

    /** A buffer of a column, which holds so many values, or more, of so many bytes. */
    BatchBuffer buffer(ArrowColumn column, int which, long values, long bytesEach) throws IOException {
        Extent place = column.place();
        Buffer found = flat.buffers(Math.toIntExact(place.buffers() + which + viewed(place.views())));
        long offset = found.offset();
        long length = found.length();
        if (offset < 0 || length < 0 || offset > message.bodyLength() || length > message.bodyLength() - offset) {
            throw malformed(column.label() + " has " + length + " bytes from byte " + offset
                    + " of the body on, which has " + message.bodyLength() + "; the file is damaged");
        }
        if (bytesEach > 0 && values > length / bytesEach) {
            throw malformed(column.label() + " has " + length + " bytes where " + values + " values of " + bytesEach
                    + " bytes are expected; the file is damaged");
        }
        return new BatchBuffer(source, message.bodyStart() + offset, length);
    }
}
