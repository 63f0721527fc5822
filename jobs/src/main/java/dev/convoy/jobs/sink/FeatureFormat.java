package dev.convoy.jobs.sink;

import dev.convoy.jobs.parquet.TensorParquetFormat;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Map;

/**
 * Parquet of tensors, except that a file keeps only the columns of the status whose directory it is in. Spark makes
 * instances by the class's name.
 */
public final class FeatureFormat extends TensorParquetFormat {

    private static final long serialVersionUID = 1;

    @Override
    public OutputWriterFactory prepareWrite(
            SparkSession spark, Job job, Map<String, String> options, StructType schema) {
        super.prepareWrite(spark, job, options, schema);
        return new FeatureWriterFactory();
    }
}
