package dev.convoy.jobs.feature;

import dev.convoy.jobs.parquet.TensorParquetFormat;
import dev.convoy.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows between extraction and sink, and the columns that a file keeps of them: {@code path}, {@code width},
 * {@code height}, the tensor columns, the columns that the input carries, {@code error}, and the directory that the row
 * is written to.
 */
public final class FeatureSchema {

    public static final String PATH = "path";
    public static final String WIDTH = "width";
    public static final String HEIGHT = "height";
    public static final String ERROR = "error";

    /** The column that says in which directory of the output a row goes; no file has it. */
    public static final String DIRECTORY = "_directory";
    /** The directory of images that failed. */
    public static final String FAILED = "_failed";
    /** The directory of features, where no columns divide them: the output's own. */
    public static final String FEATURES = ".";

    /** The key of a tensor column's metadata under which its layer is. */
    private static final String LAYER = "layer";

    static final List<String> RESERVED = List.of(PATH, WIDTH, HEIGHT, ERROR, DIRECTORY);

    private static final StructType VARYING_TENSOR = new StructType()
            .add("data", DataTypes.createArrayType(DataTypes.FloatType, true))
            .add("shape", DataTypes.createArrayType(DataTypes.IntegerType, true));

    private static final StructType FAILURE = new StructType()
            .add("stage", DataTypes.StringType)
            .add("reason", DataTypes.StringType)
            .add("retryable", DataTypes.BooleanType);

    private FeatureSchema() {}

    static StructType of(List<TensorColumn> tensors, StructType carried, String modelName, String modelSha256) {
        List<StructField> fields = new ArrayList<>();
        fields.add(field(PATH, DataTypes.StringType));
        fields.add(field(WIDTH, DataTypes.IntegerType));
        fields.add(field(HEIGHT, DataTypes.IntegerType));
        for (TensorColumn tensor : tensors) {
            fields.add(tensorField(tensor, modelName, modelSha256));
        }
        fields.addAll(List.of(carried.fields()));
        fields.add(field(ERROR, FAILURE));
        fields.add(field(DIRECTORY, DataTypes.StringType));
        return new StructType(fields.toArray(StructField[]::new));
    }

    /** The columns of the layers, and that of the errors. */
    static List<StructField> featuresAndError(
            List<TensorColumn> tensors, String errors, String modelName, String modelSha256) {
        List<StructField> fields = new ArrayList<>();
        for (TensorColumn tensor : tensors) {
            fields.add(tensorField(tensor, modelName, modelSha256));
        }
        fields.add(field(errors, FAILURE));
        return fields;
    }

    static StructType withoutDirectory(StructType schema) {
        return new StructType(Arrays.stream(schema.fields())
                .filter(field -> !field.name().equals(DIRECTORY))
                .toArray(StructField[]::new));
    }

    /**
     * The positions, in a schema of this class with or without {@link #DIRECTORY}, of the columns that a file keeps.
     *
     * @param failed whether it is a file of images that failed
     * @param partitionBy the columns that directories of features are named after, and their files are without
     */
    public static List<Integer> positions(boolean failed, StructType schema, List<String> partitionBy) {
        List<Integer> positions = new ArrayList<>();
        for (int position = 0; position < schema.length(); position++) {
            StructField field = schema.fields()[position];
            boolean kept = switch (field.name()) {
                case WIDTH, HEIGHT -> !failed;
                case ERROR -> failed;
                case DIRECTORY -> false;
                default -> failed ? !field.metadata().contains(LAYER) : !partitionBy.contains(field.name());
            };
            if (kept) {
                positions.add(position);
            }
        }
        return positions;
    }

    private static StructField tensorField(TensorColumn tensor, String modelName, String modelSha256) {
        MetadataBuilder metadata = new MetadataBuilder()
                .putString(LAYER, tensor.layer())
                .putString("model", modelName)
                .putString("sha256", modelSha256)
                .putString(TensorParquetFormat.DTYPE, tensor.elements().toString());
        DataType type = VARYING_TENSOR;
        if (tensor.shape().isPresent()) {
            type = DataTypes.createArrayType(DataTypes.FloatType, true);
            metadata.putLongArray(
                    TensorParquetFormat.SHAPE, sizes(tensor.shape().get()));
        } else if (tensor.rank().isPresent()) {
            metadata.putLong(TensorParquetFormat.RANK, tensor.rank().getAsInt());
        }
        return new StructField(tensor.name(), type, true, metadata.build());
    }

    private static long[] sizes(Shape shape) {
        return Arrays.stream(shape.toArray()).asLongStream().toArray();
    }

    private static StructField field(String name, DataType type) {
        return new StructField(name, type, true, Metadata.empty());
    }
}
