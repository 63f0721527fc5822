package dev.convoy.jobs.parquet;

import dev.convoy.tensor.Shape;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows with tensors beside columns of other types. */
final class Tables {

    static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType, true);
    static final DataType VARYING =
            new StructType().add("data", FLOATS).add("shape", DataTypes.createArrayType(DataTypes.IntegerType, true));
    static final Shape MAP = Shape.of(3, 4, 5);

    /** Two kinds of tensors, and columns of every ordinary type, any of which may be null. */
    static final StructType MIXED = new StructType()
            .add("name", DataTypes.StringType)
            .add(tensor("map", MAP))
            .add("width", DataTypes.IntegerType)
            .add("length", DataTypes.LongType)
            .add(varying("region", 2))
            .add("ratio", DataTypes.FloatType)
            .add("score", DataTypes.DoubleType)
            .add("good", DataTypes.BooleanType)
            .add("bytes", DataTypes.BinaryType)
            .add("price", DataTypes.createDecimalType(20, 3))
            .add("words", DataTypes.createArrayType(DataTypes.StringType))
            .add("error", new StructType().add("stage", DataTypes.StringType).add("code", DataTypes.IntegerType))
            .add("taken", DataTypes.TimestampType)
            .add("day", DataTypes.DateType)
            .add("group", DataTypes.IntegerType);

    private Tables() {}

    static StructField tensor(String name, Shape shape) {
        long[] sizes = Arrays.stream(shape.toArray()).asLongStream().toArray();
        return new StructField(
                name,
                FLOATS,
                true,
                new MetadataBuilder().putLongArray("shape", sizes).build());
    }

    static StructField varying(String name, int rank) {
        return new StructField(
                name, VARYING, true, new MetadataBuilder().putLong("rank", rank).build());
    }

    /** A column of tensors, written in half precision. */
    static StructField half(StructField tensor, String name) {
        return new StructField(
                name,
                tensor.dataType(),
                true,
                new MetadataBuilder()
                        .withMetadata(tensor.metadata())
                        .putString("dtype", "float16")
                        .build());
    }

    /** Rows of {@link #MIXED}. */
    static Dataset<Row> mixed(SparkSession spark, int count, Random random) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int height = random.nextInt(4);
            int width = 1 + random.nextInt(6);
            byte[] bytes = new byte[random.nextInt(50)];
            random.nextBytes(bytes);
            rows.add(RowFactory.create(
                    orNull("image " + random.nextInt(20), random),
                    floats(MAP.elements(), random),
                    orNull(random.nextInt(), random),
                    orNull(random.nextLong(), random),
                    RowFactory.create(floats(height * width, random), new Integer[] {height, width}),
                    orNull(random.nextFloat(), random),
                    orNull(random.nextDouble(), random),
                    orNull(random.nextBoolean(), random),
                    orNull(bytes, random),
                    orNull(new BigDecimal(random.nextInt()).movePointLeft(3), random),
                    orNull(new String[] {"a", null, "word " + random.nextInt(3)}, random),
                    orNull(RowFactory.create(orNull("stage", random), orNull(random.nextInt(9), random)), random),
                    orNull(Timestamp.from(Instant.ofEpochSecond(random.nextInt(), 5000)), random),
                    orNull(Date.valueOf(LocalDate.ofEpochDay(random.nextInt(40_000))), random),
                    random.nextInt(3)));
        }
        return spark.createDataFrame(rows, MIXED);
    }

    /** One row an array, in one partition. */
    static Dataset<Row> of(SparkSession spark, StructField column, Object... values) {
        List<Row> rows = Arrays.stream(values).map(RowFactory::create).toList();
        return spark.createDataFrame(rows, new StructType(new StructField[] {column}))
                .coalesce(1);
    }

    /** Any values; NaNs are of the bits that Spark's own writer makes of all of them. */
    static Float[] floats(int count, Random random) {
        Float[] values = new Float[count];
        Arrays.setAll(values, i -> Float.intBitsToFloat(Float.floatToIntBits(Float.intBitsToFloat(random.nextInt()))));
        return values;
    }

    private static <T> T orNull(T value, Random random) {
        return random.nextInt(4) == 0 ? null : value;
    }
}
