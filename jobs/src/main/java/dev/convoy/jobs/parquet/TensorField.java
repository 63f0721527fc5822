package dev.convoy.jobs.parquet;

import dev.convoy.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A column of tensors.
 *
 * @param name the column's name
 * @param shape every tensor's shape; none where each row brings its own
 * @param rank every tensor's number of dimensions
 * @param elements what their elements are in the file
 */
record TensorField(String name, Optional<Shape> shape, int rank, ElementType elements) {

    private static final String EXTENSION = "ARROW:extension:name";
    private static final String EXTENSION_METADATA = "ARROW:extension:metadata";
    private static final String ELEMENT = "element";
    private static final ArrowType INT = new ArrowType.Int(Integer.SIZE, true);

    /** The columns of tensors, by position; an {@link IllegalArgumentException} where metadata is no shape or rank. */
    static Map<Integer, TensorField> allOf(StructType schema) {
        StructField[] fields = schema.fields();
        return IntStream.range(0, fields.length)
                .filter(position -> isTensor(fields[position]))
                .boxed()
                .collect(Collectors.toMap(position -> position, position -> of(fields[position])));
    }

    private static boolean isTensor(StructField field) {
        Metadata metadata = field.metadata();
        return isArray(field.dataType(), DataTypes.FloatType) && metadata.contains(TensorParquetFormat.SHAPE)
                || isVarying(field.dataType()) && metadata.contains(TensorParquetFormat.RANK);
    }

    /** Whether a column is of tensors whose elements are halves in the file. */
    static boolean isHalf(StructField field) {
        return isTensor(field) && elementsSaid(field).equals(Optional.of(ElementType.FLOAT16));
    }

    private static TensorField of(StructField field) {
        if (isVarying(field.dataType())) {
            return new TensorField(field.name(), Optional.empty(), rank(field), elements(field));
        }
        Shape shape = shape(field);
        return new TensorField(field.name(), Optional.of(shape), shape.rank(), elements(field));
    }

    private static boolean isVarying(DataType type) {
        return type instanceof StructType struct
                && Arrays.equals(struct.fieldNames(), new String[] {"data", "shape"})
                && isArray(struct.apply("data").dataType(), DataTypes.FloatType)
                && isArray(struct.apply("shape").dataType(), DataTypes.IntegerType);
    }

    private static boolean isArray(DataType type, DataType element) {
        return type instanceof ArrayType array && array.elementType().equals(element);
    }

    private static Shape shape(StructField field) {
        try {
            long[] sizes = field.metadata().getLongArray(TensorParquetFormat.SHAPE);
            if (sizes.length > 0 && Arrays.stream(sizes).allMatch(size -> size >= 1)) {
                return Shape.of(Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray());
            }
        } catch (ClassCastException | ArithmeticException | IllegalArgumentException e) {
            throw mismatch(field, TensorParquetFormat.SHAPE, "a tensor's sizes as longs, each 1 or more", e);
        }
        throw mismatch(field, TensorParquetFormat.SHAPE, "a tensor's sizes as longs, each 1 or more", null);
    }

    private static int rank(StructField field) {
        try {
            long rank = field.metadata().getLong(TensorParquetFormat.RANK);
            if (rank >= 1 && rank <= Integer.MAX_VALUE) {
                return (int) rank;
            }
        } catch (ClassCastException e) {
            throw mismatch(field, TensorParquetFormat.RANK, "a number of dimensions as a long, 1 or more", e);
        }
        throw mismatch(field, TensorParquetFormat.RANK, "a number of dimensions as a long, 1 or more", null);
    }

    private static ElementType elements(StructField field) {
        return elementsSaid(field)
                .orElseThrow(() -> mismatch(field, TensorParquetFormat.DTYPE, "float32 or float16", null));
    }

    /** None where the metadata is no type. */
    private static Optional<ElementType> elementsSaid(StructField field) {
        if (!field.metadata().contains(TensorParquetFormat.DTYPE)) {
            return Optional.of(ElementType.FLOAT32);
        }
        try {
            return ElementType.named(field.metadata().getString(TensorParquetFormat.DTYPE));
        } catch (ClassCastException e) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException mismatch(StructField field, String key, String expected, Throwable cause) {
        return new IllegalArgumentException(
                "column '" + field.name() + "': expected '" + key + "' in its metadata to be " + expected
                        + ", but the metadata is " + field.metadata().json(),
                cause);
    }

    /**
     * As Spark writes such a column, but that halves are halves. A list's element is optional: Arrow C++ drops a
     * tensor's type otherwise.
     */
    Type parquetType() {
        if (shape.isPresent()) {
            return list(name, element());
        }
        return Types.optionalGroup()
                .addField(list("data", element()))
                .addField(list("shape", Types.optional(PrimitiveTypeName.INT32).named(ELEMENT)))
                .named(name);
    }

    private Type element() {
        return switch (elements) {
            case FLOAT32 -> Types.optional(PrimitiveTypeName.FLOAT).named(ELEMENT);
            case FLOAT16 ->
                Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                        .length(elements.bytes())
                        .as(LogicalTypeAnnotation.float16Type())
                        .named(ELEMENT);
        };
    }

    private static Type list(String name, Type element) {
        return Types.optionalList().element(element).named(name);
    }

    /**
     * A fixed-size list where tensors are vectors, else one of Arrow's <a
     * href="https://arrow.apache.org/docs/format/CanonicalExtensions.html">canonical extension types</a>.
     */
    Field arrowField() {
        if (shape.isPresent()) {
            ArrowType storage = new ArrowType.FixedSizeList(shape.get().elements());
            return new Field(name, new FieldType(true, storage, null, extension(shape.get())), List.of(arrowElement()));
        }
        Map<String, String> extension = Map.of(EXTENSION, "arrow.variable_shape_tensor", EXTENSION_METADATA, "{}");
        Field data = plain("data", ArrowType.List.INSTANCE, arrowElement());
        Field sizes = plain("shape", new ArrowType.FixedSizeList(rank), plain(ELEMENT, INT));
        return new Field(name, new FieldType(true, ArrowType.Struct.INSTANCE, null, extension), List.of(data, sizes));
    }

    /** A vector is a fixed-size list and nothing else, which vector stores and dataset libraries take. */
    private static Map<String, String> extension(Shape shape) {
        return shape.rank() == 1
                ? Map.of()
                : Map.of(EXTENSION, "arrow.fixed_shape_tensor", EXTENSION_METADATA, "{\"shape\":" + shape + "}");
    }

    private Field arrowElement() {
        FloatingPointPrecision precision = switch (elements) {
            case FLOAT32 -> FloatingPointPrecision.SINGLE;
            case FLOAT16 -> FloatingPointPrecision.HALF;
        };
        return plain(ELEMENT, new ArrowType.FloatingPoint(precision));
    }

    private static Field plain(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.nullable(type), List.of(children));
    }
}
