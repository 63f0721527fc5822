package dev.convoy.jobs.sink;

import dev.convoy.jobs.feature.FeatureSchema;
import dev.convoy.jobs.parquet.TensorWriterFactory;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;

/** Opens a file's writer for the columns of its rows, which the name of its directory tells: features or failures. */
final class FeatureWriterFactory extends TensorWriterFactory {

    private static final long serialVersionUID = 1;

    private final List<String> partitionBy;

    /** @param partitionBy the columns that directories of features are named after */
    FeatureWriterFactory(List<String> partitionBy) {
        this.partitionBy = partitionBy;
    }

    @Override
    protected List<Integer> positions(String path, StructType schema) {
        boolean failed = new Path(path).getParent().getName().equals(FeatureSchema.FAILED);
        return FeatureSchema.positions(failed, schema, partitionBy);
    }
}
