package dev.convoy.jobs.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How fast a column of tensors is written: {@code tensor-parquet} beside Spark's {@code parquet}, in turns, on one core.
 * Rows are copied from a few arrays in memory, half of whose values are 0, as after a ReLU; time is that of the whole
 * write, from the call to the commit.
 */
public final class ParquetBenchmark {

    private static final long[] SHAPE = {512, 7, 7};
    private static final int ELEMENTS = 512 * 7 * 7;
    private static final InternalRow[] ROWS = distinct();

    private ParquetBenchmark() {}

    public static void main(String[] arguments) {
        int megabytes = Integer.getInteger("bench.megabytes");
        int rounds = Integer.getInteger("bench.rounds");
        Path directory = Path.of(System.getProperty("bench.directory"));
        SparkSession spark = (SparkSession) org.apache.spark.sql.SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", false)
                .getOrCreate();
        try {
            int rows = (int) (megabytes * 1e6 / (ELEMENTS * Float.BYTES));
            Dataset<Row> tensors = tensors(spark, rows);
            System.out.printf("%d rows of %s floats, MB/s: median of %d%n", rows, Arrays.toString(SHAPE), rounds);
            System.out.printf("%-14s %14s %10s %8s%n", "compression", "tensor-parquet", "parquet", "ratio");
            for (String compression : List.of("none", "snappy", "zstd")) {
                List<Double> ours = new ArrayList<>();
                List<Double> sparks = new ArrayList<>();
                for (int round = -1; round < rounds; round++) {
                    double own = write(tensors, "tensor-parquet", compression, directory.resolve("tensors"));
                    double other = write(tensors, "parquet", compression, directory.resolve("parquet"));
                    if (round >= 0) {
                        ours.add(rows * (double) ELEMENTS * Float.BYTES / 1e6 / own);
                        sparks.add(rows * (double) ELEMENTS * Float.BYTES / 1e6 / other);
                    }
                }
                System.out.printf(
                        Locale.ROOT,
                        "%-14s %14.0f %10.0f %8.1f%n",
                        compression,
                        median(ours),
                        median(sparks),
                        median(ours) / median(sparks));
            }
        } finally {
            spark.stop();
        }
    }

    private static Dataset<Row> tensors(SparkSession spark, int count) {
        StructType schema = new StructType(new StructField[] {
            new StructField(
                    "map",
                    DataTypes.createArrayType(DataTypes.FloatType, true),
                    true,
                    new MetadataBuilder().putLongArray("shape", SHAPE).build())
        });
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return spark.internalCreateDataFrame(
                context.parallelize(List.of(count), 1)
                        .flatMap(ParquetBenchmark::rows)
                        .rdd(),
                schema,
                false);
    }

    private static Iterator<InternalRow> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ROWS[i % ROWS.length])
                .iterator();
    }

    private static InternalRow[] distinct() {
        Random random = new Random(1);
        InternalRow[] distinct = new InternalRow[64];
        Arrays.setAll(distinct, i -> {
            float[] values = new float[ELEMENTS];
            for (int k = 0; k < values.length; k++) {
                values[k] = Math.max(0, (float) random.nextGaussian());
            }
            return new GenericInternalRow(new Object[] {UnsafeArrayData.fromPrimitiveArray(values)});
        });
        return distinct;
    }

    /** Seconds. */
    private static double write(Dataset<Row> rows, String format, String compression, Path to) {
        long begun = System.nanoTime();
        rows.write()
                .format(format)
                .mode(SaveMode.Overwrite)
                .option("compression", compression)
                .option("parquet.compression.codec.zstd.level", 1)
                .option("parquet.block.size", 32 << 20)
                .save(to.toString());
        return (System.nanoTime() - begun) / 1e9;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
