package dev.convoy.jobs.sink;

import dev.convoy.jobs.feature.FeatureSchema;
import dev.convoy.jobs.parquet.TensorWriterFactory;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;

/** Opens a file's writer for the columns of its status, which the name of a directory that it is in tells. */
final class FeatureWriterFactory extends TensorWriterFactory {

    private static final long serialVersionUID = 1;

    @Override
    protected List<Integer> positions(String path, StructType schema) {
        return FeatureSchema.positions(status(path), schema);
    }

    private static String status(String path) {
        String prefix = FeatureSchema.STATUS + "=";
        for (Path directory = new Path(path).getParent(); directory != null; directory = directory.getParent()) {
            if (directory.getName().startsWith(prefix)) {
                return directory.getName().substring(prefix.length());
            }
        }
        throw new AssertionError("expected a file in a directory " + prefix + "…, but it is " + path);
    }
}
