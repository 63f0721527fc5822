package dev.convoy.state.arrow;

import dev.convoy.state.DType;
import dev.convoy.state.arrow.ArrowColumn.Heading;
import dev.convoy.state.arrow.ArrowColumn.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;

/** Makes columns of a schema's fields. Used within the metadata. */
final class ColumnReader {

    private static final String VARYING_TENSOR = "arrow.variable_shape_tensor";

    /** As many as torch knows of. */
    private static final int MOST_DIMENSIONS = 64;

    private final Metadata metadata;
    private final List<ArrowColumn> columns = new ArrayList<>();
    private Extent end = Extent.NONE;

    private ColumnReader(Metadata metadata) {
        this.metadata = metadata;
    }

    /** The columns of a schema, and the fields of those that are structs behind them. */
    static ColumnReader read(Metadata metadata, Schema schema) throws IOException {
        Columns.requireLittleEndian(metadata, schema);
        ColumnReader reader = new ColumnReader(metadata);
        for (int i = 0; i < schema.fieldsLength(); i++) {
            Field field = schema.fields(i);
            Extent place = reader.end;
            reader.end = place.plus(metadata, field);
            reader.add(field, null, place);
        }
        Set<String> names = new HashSet<>();
        for (ArrowColumn column : reader.columns) {
            if (!names.add(column.name())) {
                throw metadata.malformed(column.label() + " occurs twice in the schema");
            }
        }
        return reader;
    }

    List<ArrowColumn> columns() {
        return columns;
    }

    /** What all of them have in a batch. */
    Extent end() {
        return end;
    }

    private void add(Field field, ArrowColumn parent, Extent place) throws IOException {
        String own = metadata.text(field.nameAsByteBuffer(), "the name of a column");
        String name = parent == null ? own : parent.name() + "." + own;
        Map<String, String> pairs =
                metadata.pairs(field.customMetadataLength(), field::customMetadata, "column '" + name + "'");
        String extension = pairs.getOrDefault(Columns.EXTENSION_NAME, "");
        String type = (extension.isEmpty() ? "" : "extension type " + extension + " over ")
                + (field.dictionary() != null ? "dictionary of " : "")
                + Type.name(field.typeType());
        Heading heading = new Heading(name, Kind.OTHER, type, parent, place);
        ArrowColumn column = column(field, heading, extension, pairs.getOrDefault(Columns.EXTENSION_METADATA, ""));
        columns.add(column);
        if (column.kind() == Kind.OTHER && field.typeType() == Type.Struct_ && field.dictionary() == null) {
            Extent next = place.plus(1, 1);
            for (int i = 0; i < field.childrenLength(); i++) {
                add(field.children(i), column, next);
                next = next.plus(metadata, field.children(i));
            }
        }
    }

    private ArrowColumn column(Field field, Heading heading, String extension, String parameters) throws IOException {
        if (field.dictionary() != null) {
            return new OtherColumn(heading);
        }
        if (extension.equals(TensorType.NAME)) {
            return fixedTensor(field, heading, parameters);
        }
        if (extension.equals(VARYING_TENSOR)) {
            return varyingTensor(field, heading, parameters);
        }
        return switch (field.typeType()) {
            case Type.Binary -> new BytesColumn(heading.of(Kind.BINARY), false);
            case Type.LargeBinary -> new BytesColumn(heading.of(Kind.BINARY), true);
            case Type.Utf8 -> new BytesColumn(heading.of(Kind.TEXT), false);
            case Type.LargeUtf8 -> new BytesColumn(heading.of(Kind.TEXT), true);
            default -> {
                Optional<DType> dtype = ValueType.of(field);
                Kind kind = dtype.map(NumberColumn::kind).orElse(Kind.OTHER);
                yield kind == Kind.OTHER
                        ? new OtherColumn(heading)
                        : new NumberColumn(heading.of(kind), dtype.orElseThrow());
            }
        };
    }

    private ArrowColumn fixedTensor(Field field, Heading heading, String parameters) throws IOException {
        FixedSizeList list = new FixedSizeList();
        Optional<DType> dtype = field.typeType() == Type.FixedSizeList ? elements(field) : Optional.empty();
        if (dtype.isEmpty() || field.type(list) == null) {
            return new OtherColumn(heading);
        }
        String label = "column '" + heading.name() + "'";
        TensorType type = TensorType.parse(metadata, label, parameters);
        if (type.shape().elements() != list.listSize()) {
            throw metadata.malformed(label + " of shape " + type.shape() + " has "
                    + type.shape().elements() + " elements, but its lists have " + list.listSize());
        }
        return new FixedTensorColumn(heading.of(Kind.TENSOR), dtype.get(), type);
    }

    private ArrowColumn varyingTensor(Field field, Heading heading, String parameters) throws IOException {
        if (field.typeType() != Type.Struct_ || field.childrenLength() != 2) {
            return new OtherColumn(heading);
        }
        Field data = field.children(0);
        Field shape = field.children(1);
        FixedSizeList list = new FixedSizeList();
        boolean large = data.typeType() == Type.LargeList;
        Optional<DType> dtype = large || data.typeType() == Type.List ? elements(data) : Optional.empty();
        boolean shaped = shape.typeType() == Type.FixedSizeList
                && elements(shape).filter(DType.I32::equals).isPresent()
                && shape.type(list) != null
                && list.listSize() >= 0
                && list.listSize() <= MOST_DIMENSIONS;
        if (dtype.isEmpty() || !shaped) {
            return new OtherColumn(heading);
        }
        if (parameters.contains("\"permutation\"")) {
            throw metadata.malformed("column '" + heading.name() + "' of type " + VARYING_TENSOR
                    + " has a permutation, which is not supported; write the tensors row-major");
        }
        return new VaryingTensorColumn(heading.of(Kind.TENSOR), dtype.get(), large, list.listSize());
    }

    /** The type of a list's values, where a tensor's elements can be of it. */
    private static Optional<DType> elements(Field list) {
        if (list.childrenLength() != 1 || list.dictionary() != null) {
            return Optional.empty();
        }
        Field values = list.children(0);
        return values.dictionary() == null
                ? ValueType.of(values).filter(dtype -> dtype != DType.BOOL)
                : Optional.empty();
    }
}
