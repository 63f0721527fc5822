package dev.convoy.jobs.sink;

import dev.convoy.jobs.parquet.TensorParquetFormat;
import java.util.List;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Map;

/**
 * Parquet of tensors, except that a file keeps only the columns of its rows: of features or of failures. Spark makes
 * instances by the class's name.
 */
public final class FeatureFormat extends TensorParquetFormat {

    /** The option that names the columns that directories of features are named after. */
    static final String PARTITION_BY = "convoy.partition-by";

    private static final String SEPARATOR = "\n";

    private static final long serialVersionUID = 1;

    /** The value of {@link #PARTITION_BY}. */
    static String partitionBy(List<String> columns) {
        return String.join(SEPARATOR, columns);
    }

    @Override
    public OutputWriterFactory prepareWrite(
            SparkSession spark, Job job, Map<String, String> options, StructType schema) {
        super.prepareWrite(spark, job, options, schema);
        String columns = options.apply(PARTITION_BY);
        return new FeatureWriterFactory(columns.isEmpty() ? List.of() : List.of(columns.split(SEPARATOR)));
    }
}
