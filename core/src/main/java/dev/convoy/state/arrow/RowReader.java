package dev.convoy.state.arrow;

import dev.convoy.state.ByteSource;
import dev.convoy.state.DType;
import dev.convoy.state.StateDict;
import dev.convoy.state.Strided;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Reads the tensors out of a record batch of one row. A column has two nodes, the list's and its values', and three
 * buffers: the validity of the list, that of the values, and the values.
 */
final class RowReader {

    private static final int NODES = 2;
    private static final int BUFFERS = 3;

    private final ByteSource source;
    private final IpcMessage message;
    private final Metadata metadata;
    private long room;

    RowReader(ByteSource source, IpcMessage message) {
        this.source = source;
        this.message = message;
        this.metadata = message.metadata();
        this.room = message.bodyLength();
    }

    /** The number of rows in a record batch. */
    static long rows(IpcMessage message) throws IOException {
        long rows = message.metadata()
                .within(() -> message.header(new RecordBatch()).length());
        if (rows < 0) {
            throw message.metadata().malformed("a record batch has " + rows + " rows; the file is damaged");
        }
        return rows;
    }

    void read(List<Column> columns, StateDict.Builder state) throws IOException {
        metadata.within(() -> {
            RecordBatch batch = message.header(new RecordBatch());
            checkCompression(metadata, batch.compression());
            if (batch.nodesLength() != NODES * columns.size() || batch.buffersLength() != BUFFERS * columns.size()) {
                throw metadata.malformed("the record batch has " + batch.nodesLength() + " nodes and "
                        + batch.buffersLength() + " buffers, but " + columns.size() + " columns have "
                        + NODES * columns.size() + " and " + BUFFERS * columns.size() + "; the file is damaged");
            }
            for (int i = 0; i < columns.size(); i++) {
                Column column = columns.get(i);
                checkNode(column, batch.nodes(NODES * i), 1);
                checkNode(column, batch.nodes(NODES * i + 1), column.shape().elements());
                ByteBuffer values = values(column, batch.buffers(BUFFERS * i + 2));
                state.put(column.name(), column.dtype(), column.shape(), elements(column, values));
            }
            return state;
        });
    }

    static void checkCompression(Metadata metadata, BodyCompression compression) throws IOException {
        if (compression != null) {
            byte codec = compression.codec();
            throw metadata.malformed("the file is compressed with "
                    + (codec == CompressionType.LZ4_FRAME ? "lz4" : codec == CompressionType.ZSTD ? "zstd" : codec)
                    + ", which is not supported; write it uncompressed: in pyarrow with compression=None, or "
                    + "compression='uncompressed' for write_feather");
        }
    }

    private void checkNode(Column column, FieldNode node, int length) throws IOException {
        if (node.length() != length) {
            throw metadata.malformed(column.label() + " of shape " + column.shape() + " has a node of length "
                    + node.length() + " where one of " + length + " is expected; the file is damaged");
        }
        if (node.nullCount() != 0) {
            throw metadata.malformed(column.label() + " has " + node.nullCount() + " nulls, which no tensor has");
        }
    }

    private ByteBuffer values(Column column, Buffer buffer) throws IOException {
        long offset = buffer.offset();
        long length = buffer.length();
        long needed = Column.valueBytes(column.dtype(), column.shape().elements());
        if (offset < 0 || length < 0 || offset > message.bodyLength() || length > message.bodyLength() - offset) {
            throw metadata.malformed(column.label() + " has " + length + " bytes from byte " + offset
                    + " of the body on, which has " + message.bodyLength() + "; the file is damaged");
        }
        if (needed > length) {
            throw metadata.malformed(column.label() + " of type " + column.dtype() + " and shape " + column.shape()
                    + " takes " + needed + " bytes, but has " + length);
        }
        if (Math.max(needed, column.dtype().bytes(column.shape().elements())) > ByteSource.LARGEST_ARRAY) {
            throw metadata.malformed(column.label() + " of type " + column.dtype() + " and shape " + column.shape()
                    + " takes more than the " + ByteSource.LARGEST_ARRAY + " bytes that are supported");
        }
        room -= needed;
        if (room < 0) {
            throw metadata.malformed(column.label() + " overlaps another; the file is damaged");
        }
        return source.read(message.bodyStart() + offset, (int) needed);
    }

    /** The elements row-major. */
    private static ByteBuffer elements(Column column, ByteBuffer values) {
        ByteBuffer elements =
                column.dtype() == DType.BOOL ? unpacked(values, column.shape().elements()) : values;
        if (column.type().isRowMajor()) {
            return elements;
        }
        int elementBytes = column.dtype().bits() / Byte.SIZE;
        return Strided.gather(
                elements, elementBytes, 0, column.shape(), column.type().strides());
    }

    private static ByteBuffer unpacked(ByteBuffer bits, int elements) {
        byte[] bytes = new byte[elements];
        for (int i = 0; i < elements; i++) {
            bytes[i] = (byte) (bits.get(i / Byte.SIZE) >>> i % Byte.SIZE & 1);
        }
        return ByteBuffer.wrap(bytes);
    }
}
