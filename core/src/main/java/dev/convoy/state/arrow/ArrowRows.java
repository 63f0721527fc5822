package dev.convoy.state.arrow;

import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.flatbuf.Schema;

/**
 * Reads the rows of an Arrow IPC file or stream one after another: of a record batch, however large, only the values
 * that are asked for are read, and little more than one is in memory.
 *
 * <p>Files come from strangers: every length is checked against the bytes that are there, and nothing is read outside
 * the Java heap. Compressed and big-endian files are refused, and so are those of Arrow before 0.15. Columns of other
 * types than {@link ArrowColumn.Kind} tells of are passed over.
 *
 * @see <a
 *     href="https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc">the
 *     IPC format in the Arrow columnar format's specification</a>
 */
public final class ArrowRows {

    private final ByteSource source;
    private final boolean file;
    private final ColumnReader schema;

    private long offset;
    private int batches;
    private boolean ended;
    private Batch batch;
    private long index = -1;

    private ArrowRows(ByteSource source, boolean file, ColumnReader schema, long offset) {
        this.source = source;
        this.file = file;
        this.schema = schema;
        this.offset = offset;
    }

    /**
     * Reads the schema.
     *
     * @param source the file, which stays open until its last row has been read
     * @throws MalformedFileException if it is not the beginning of a valid Arrow file or stream
     * @throws IOException if it cannot be read
     */
    public static ArrowRows open(ByteSource source) throws IOException {
        boolean file = Ipc.startsFile(source);
        IpcMessage first = Ipc.schemaMessage(source, file ? Ipc.PADDED_MAGIC : 0);
        Metadata metadata = first.metadata();
        ColumnReader schema = metadata.within(() -> ColumnReader.read(metadata, first.header(new Schema())));
        return new ArrowRows(source, file, schema, first.end());
    }

    /** The columns, and the fields of those that are structs behind them. */
    public List<ArrowColumn> columns() {
        return List.copyOf(schema.columns());
    }

    /** Says, before the first row, that a column's values are to be read. */
    public void select(ArrowColumn column) {
        column.want();
    }

    /**
     * Goes to the next row, if there is one.
     *
     * @throws MalformedFileException if the file is damaged; nothing more can be had of it
     * @throws IOException if it cannot be read
     */
    public boolean next() throws IOException {
        while (batch == null || !batch.next()) {
            if (ended) {
                return false;
            }
            batch = nextBatch();
        }
        index++;
        return true;
    }

    /** The number of the row in the file, from 0. */
    public long index() {
        return index;
    }

    /** The batch that the next message holds; none if it holds another thing, or there is none. */
    private Batch nextBatch() throws IOException {
        if (!file && offset == source.size()) {
            ended = true;
            return null;
        }
        Optional<IpcMessage> next = IpcMessage.read(source, offset, source.size());
        if (next.isEmpty()) {
            ended = true;
            requireEnd(offset + IpcMessage.PREFIX);
            return null;
        }
        IpcMessage message = next.get();
        offset = message.end();
        if (!message.isRecordBatch()) {
            message.requireDictionary();
            return null;
        }
        batches++;
        return message.metadata().within(() -> {
            Batch entered = Batch.of(source, message, schema.end());
            for (ArrowColumn column : schema.columns()) {
                column.enter(entered);
            }
            return entered;
        });
    }

    /** A file says in its footer too how many batches it has. */
    private void requireEnd(long end) throws IOException {
        if (!file) {
            Ipc.requireEnd(source, end);
            return;
        }
        int named = Ipc.batchesInFooter(source);
        if (named != batches) {
            throw source.malformed(
                    end,
                    "the file ends after " + batches + " record batches, but its footer names " + named
                            + "; the file is damaged");
        }
    }
}
