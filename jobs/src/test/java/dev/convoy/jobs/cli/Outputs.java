package dev.convoy.jobs.cli;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What a run left, read back by Spark. */
final class Outputs {

    private Outputs() {}

    /** Each image's row, by path, with a tensor column's bits. */
    static Map<String, List<Integer>> bits(SparkSession spark, Path output, String column) {
        Map<String, List<Integer>> bits = new TreeMap<>();
        for (Row row : ok(spark, output)) {
            List<Float> values = row.getList(row.fieldIndex(column));
            if (bits.put(
                            row.getAs("path"),
                            values.stream().map(Float::floatToRawIntBits).toList())
                    != null) {
                throw new AssertionError("two rows of " + row.getAs("path"));
            }
        }
        return bits;
    }

    /** A list of floats as a tensor of this shape. */
    static Tensor tensor(List<Float> values, Shape shape) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return Tensor.of(shape, array);
    }

    static List<Row> ok(SparkSession spark, Path output) {
        return spark.read().parquet(output.toString()).orderBy("path").collectAsList();
    }

    static List<Row> failed(SparkSession spark, Path output) {
        return spark.read()
                .parquet(output.resolve("_failed").toString())
                .orderBy("path")
                .collectAsList();
    }

    /** The local file that a row's path names. */
    static Path file(Row row) {
        return Path.of(
                new org.apache.hadoop.fs.Path(row.<String>getAs("path")).toUri().getPath());
    }
}
