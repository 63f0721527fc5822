package dev.convoy.jobs.source;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** What a table's column holds of images. */
enum TableColumn {
    /** Their files: {@code BINARY}. */
    FILE,
    /** The paths of their files: {@code STRING}. No table is searched for them. */
    PATH,
    /** Their pixels: <a href="https://spark.apache.org/docs/latest/ml-datasource.html">Spark's image struct</a>. */
    IMAGE,
    /** A network's inputs, row-major and of one shape: {@code ARRAY<FLOAT>}. */
    FIXED_TENSOR,
    /** A network's inputs, each with its shape: {@code STRUCT<data: ARRAY<FLOAT>, shape: ARRAY<INT>>}. */
    VARYING_TENSOR;

    /** What a column of images is, as a message says it. */
    static final String EXPECTED =
            "BINARY, Spark's image struct, ARRAY<FLOAT> or STRUCT<data: ARRAY<FLOAT>, shape: ARRAY<INT>>";

    private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType);
    private static final DataType FLOATS_AND_SHAPE =
            new StructType().add("data", FLOATS).add("shape", DataTypes.createArrayType(DataTypes.LongType));

    /** Elements that are floats exactly; Parquet's unsigned bytes are shorts to Spark. */
    private static final List<DataType> ELEMENTS =
            List.of(DataTypes.FloatType, DataTypes.ByteType, DataTypes.ShortType);

    private static final List<DataType> SIZES = List.of(DataTypes.IntegerType, DataTypes.LongType);

    /** What a column of this type holds; nothing if it is none of images. */
    static Optional<TableColumn> of(DataType type) {
        if (type instanceof BinaryType) {
            return Optional.of(FILE);
        }
        if (isTensor(type)) {
            return Optional.of(FIXED_TENSOR);
        }
        if (type instanceof StructType struct) {
            if (SparkImage.isTypeOf(struct)) {
                return Optional.of(IMAGE);
            }
            boolean tensor = Arrays.equals(struct.fieldNames(), new String[] {"data", "shape"})
                    && isTensor(struct.apply("data").dataType())
                    && isShape(struct.apply("shape").dataType());
            return tensor ? Optional.of(VARYING_TENSOR) : Optional.empty();
        }
        return Optional.empty();
    }

    /** What a column of this type holds that a user named; nothing if it is none of images. */
    static Optional<TableColumn> named(DataType type) {
        return type instanceof StringType ? Optional.of(PATH) : of(type);
    }

    /** Whether a column of this type holds shapes. */
    static boolean isShape(DataType type) {
        return type instanceof ArrayType array && SIZES.contains(array.elementType());
    }

    /** Whether a network takes them as they are. */
    boolean isTensor() {
        return this == FIXED_TENSOR || this == VARYING_TENSOR;
    }

    /** The type that a row is to have them in, where not every element type serves. */
    Optional<DataType> type() {
        return switch (this) {
            case FILE, PATH, IMAGE -> Optional.empty();
            case FIXED_TENSOR -> Optional.of(FLOATS);
            case VARYING_TENSOR -> Optional.of(FLOATS_AND_SHAPE);
        };
    }

    private static boolean isTensor(DataType type) {
        return type instanceof ArrayType array && ELEMENTS.contains(array.elementType());
    }
}
