package dev.convoy.state.arrow;

import dev.convoy.state.DType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;

/**
 * A schema in which every field is a tensor.
 *
 * @param metadata the schema's own key and value pairs
 */
record Columns(List<Column> columns, Map<String, String> metadata) {

    static final String EXTENSION_NAME = "ARROW:extension:name";
    static final String EXTENSION_METADATA = "ARROW:extension:metadata";

    static Columns read(Ipc ipc) throws IOException {
        return ipc.metadata().within(() -> new SchemaReader(ipc.metadata()).read(ipc.schema()));
    }

    static void requireLittleEndian(Metadata metadata, Schema schema) throws IOException {
        if (schema.endianness() != Endianness.Little) {
            throw metadata.malformed("the file is big-endian, but only little-endian ones are supported");
        }
    }

    private record SchemaReader(Metadata metadata) {

        Columns read(Schema schema) throws IOException {
            requireLittleEndian(metadata, schema);
            Map<String, Column> columns = new LinkedHashMap<>();
            for (int i = 0; i < schema.fieldsLength(); i++) {
                Column column = column(schema.fields(i));
                if (columns.putIfAbsent(column.name(), column) != null) {
                    throw metadata.malformed(column.label() + " occurs twice in the schema");
                }
            }
            Map<String, String> pairs =
                    metadata.pairs(schema.customMetadataLength(), schema::customMetadata, "the schema");
            return new Columns(new ArrayList<>(columns.values()), pairs);
        }

        private Column column(Field field) throws IOException {
            String name = metadata.text(field.nameAsByteBuffer(), "the name of a column");
            String label = "tensor '" + name + "'";
            Map<String, String> pairs = metadata.pairs(field.customMetadataLength(), field::customMetadata, label);
            String extension = pairs.get(EXTENSION_NAME);
            if (field.dictionary() != null
                    || field.typeType() != Type.FixedSizeList
                    || !TensorType.NAME.equals(extension)) {
                throw metadata.malformed("column '" + name + "' is of "
                        + (extension == null ? "" : "extension type " + extension + " over ") + "type "
                        + (field.dictionary() != null ? "dictionary of " : "") + Type.name(field.typeType())
                        + ", but every column of a file of weights is of extension type " + TensorType.NAME
                        + " over type FixedSizeList");
            }
            FixedSizeList list = new FixedSizeList();
            if (field.type(list) == null || field.childrenLength() != 1) {
                throw metadata.malformed(label + " has no type of values; the file is damaged");
            }
            Field values = field.children(0);
            DType dtype = ValueType.of(values)
                    .filter(type -> values.dictionary() == null)
                    .orElseThrow(() -> metadata.malformed(label + " has values of type " + Type.name(values.typeType())
                            + ", but supported are floats, integers of 8 to 64 bits and booleans"));
            TensorType type = TensorType.parse(metadata, label, pairs.getOrDefault(EXTENSION_METADATA, ""));
            if (type.shape().elements() != list.listSize()) {
                throw metadata.malformed(label + " of shape " + type.shape() + " has "
                        + type.shape().elements() + " elements, but its column has lists of " + list.listSize());
            }
            return new Column(name, dtype, type);
        }
    }
}
