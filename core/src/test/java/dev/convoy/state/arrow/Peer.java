package dev.convoy.state.arrow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Files that Arrow's own library writes. */
final class Peer {

    private Peer() {}

    /** Fills the columns of one batch; the number of rows is the writer's. */
    interface Fill {
        void fill(List<FieldVector> columns);
    }

    static final ArrowType FLOAT =
            new ArrowType.FloatingPoint(org.apache.arrow.vector.types.FloatingPointPrecision.SINGLE);

    /** A field of a tensor. */
    static Field tensor(String name, ArrowType values, int elements, String json) {
        return extension(name, values, elements, "arrow.fixed_shape_tensor", json);
    }

    static Field extension(String name, ArrowType values, int elements, String extension, String json) {
        Map<String, String> metadata = new HashMap<>();
        if (extension != null) {
            metadata.put("ARROW:extension:name", extension);
        }
        if (json != null) {
            metadata.put("ARROW:extension:metadata", json);
        }
        return new Field(
                name,
                new FieldType(true, new ArrowType.FixedSizeList(elements), null, metadata),
                List.of(new Field("item", FieldType.nullable(values), null)));
    }

    /** A stream of one batch. */
    static byte[] stream(List<Field> fields, int rows, Fill fill) throws IOException {
        return write(true, fields, new int[] {rows}, null, fill);
    }

    /** A file of one batch. */
    static byte[] file(List<Field> fields, int rows, Fill fill) throws IOException {
        return write(false, fields, new int[] {rows}, null, fill);
    }

    static byte[] write(boolean stream, List<Field> fields, int[] rows, CompressionCodec codec, Fill fill)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Schema schema = new Schema(fields, Map.of("made by", "Arrow"));
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
                ArrowWriter writer = writer(stream, root, codec, bytes)) {
            root.allocateNew();
            fill.fill(new ArrayList<>(root.getFieldVectors()));
            writer.start();
            for (int count : rows) {
                root.setRowCount(count);
                writer.writeBatch();
            }
            writer.end();
        }
        return bytes.toByteArray();
    }

    private static ArrowWriter writer(
            boolean stream, VectorSchemaRoot root, CompressionCodec codec, ByteArrayOutputStream bytes) {
        if (stream) {
            return new ArrowStreamWriter(root, null, bytes);
        }
        if (codec == null) {
            return new ArrowFileWriter(root, null, Channels.newChannel(bytes));
        }
        return new ArrowFileWriter(
                root,
                null,
                Channels.newChannel(bytes),
                Map.of(),
                IpcOption.DEFAULT,
                new CompressionCodec.Factory() {
                    @Override
                    public CompressionCodec createCodec(
                            org.apache.arrow.vector.compression.CompressionUtil.CodecType type) {
                        return codec;
                    }

                    @Override
                    public CompressionCodec createCodec(
                            org.apache.arrow.vector.compression.CompressionUtil.CodecType type, int level) {
                        return codec;
                    }
                },
                codec.getCodecType());
    }
}
