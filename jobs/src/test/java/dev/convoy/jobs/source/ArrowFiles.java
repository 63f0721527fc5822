package dev.convoy.jobs.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Files that Arrow's own library writes. */
public final class ArrowFiles {

    public static final ArrowType FLOAT = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
    public static final ArrowType HALF = new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);

    private ArrowFiles() {}

    /** A file or a stream, of batches of so many of the first rows. */
    public static byte[] bytes(boolean stream, List<Field> fields, int[] batches, Consumer<List<FieldVector>> fill)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(fields), allocator);
                ArrowWriter writer = stream
                        ? new ArrowStreamWriter(root, null, bytes)
                        : new ArrowFileWriter(root, null, Channels.newChannel(bytes))) {
            root.allocateNew();
            fill.accept(root.getFieldVectors());
            writer.start();
            for (int rows : batches) {
                root.setRowCount(rows);
                writer.writeBatch();
            }
            writer.end();
        }
        return bytes.toByteArray();
    }

    public static Field field(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }

    public static Field struct(String name, Field... fields) {
        return new Field(name, FieldType.nullable(new ArrowType.Struct()), List.of(fields));
    }

    /** Tensors of one shape. */
    public static Field tensor(String name, ArrowType values, int elements, String json) {
        return new Field(
                name,
                extension(new ArrowType.FixedSizeList(elements), "arrow.fixed_shape_tensor", json),
                List.of(field("item", values)));
    }

    /** Tensors of floats, of three dimensions. */
    public static Field varyingTensor(String name) {
        Field data = new Field("data", FieldType.nullable(new ArrowType.List()), List.of(field("item", FLOAT)));
        Field shape = new Field(
                "shape",
                FieldType.nullable(new ArrowType.FixedSizeList(3)),
                List.of(field("item", new ArrowType.Int(32, true))));
        return new Field(
                name, extension(new ArrowType.Struct(), "arrow.variable_shape_tensor", ""), List.of(data, shape));
    }

    private static FieldType extension(ArrowType type, String name, String json) {
        return new FieldType(true, type, null, Map.of("ARROW:extension:name", name, "ARROW:extension:metadata", json));
    }
}
