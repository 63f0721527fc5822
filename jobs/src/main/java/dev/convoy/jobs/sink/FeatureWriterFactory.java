package dev.convoy.jobs.sink;

import dev.convoy.jobs.feature.FeatureSchema;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Opens a file's writer for the columns of its status, which the name of its directory tells. */
final class FeatureWriterFactory extends OutputWriterFactory {

    private static final long serialVersionUID = 1;

    private final OutputWriterFactory parquet;

    FeatureWriterFactory(OutputWriterFactory parquet) {
        this.parquet = parquet;
    }

    @Override
    public String getFileExtension(TaskAttemptContext context) {
        return parquet.getFileExtension(context);
    }

    @Override
    public OutputWriter newInstance(String path, StructType schema, TaskAttemptContext context) {
        String status = status(path);
        List<Integer> positions = FeatureSchema.positions(status, schema);
        StructType columns = new StructType(
                positions.stream().map(position -> schema.fields()[position]).toArray(StructField[]::new));
        Configuration configuration = new Configuration(context.getConfiguration());
        ParquetWriteSupport.setSchema(columns, configuration);
        withoutDictionaries(columns, configuration);
        TaskAttemptContext own = new TaskAttemptContextImpl(configuration, context.getTaskAttemptID());
        return new ProjectingWriter(parquet.newInstance(path, columns, own), columns, positions);
    }

    /** Floats of feature maps hardly repeat: a dictionary of them is built only to be thrown away. */
    private static void withoutDictionaries(StructType columns, Configuration configuration) {
        for (StructField field : columns.fields()) {
            String tensor = field.name() + (field.dataType() instanceof ArrayType ? "" : ".data") + ".list.element";
            configuration.setBoolean(ParquetOutputFormat.ENABLE_DICTIONARY + "#" + tensor, false);
        }
    }

    private static String status(String path) {
        String directory = new Path(path).getParent().getName();
        String prefix = FeatureSchema.STATUS + "=";
        if (!directory.startsWith(prefix)) {
            throw new AssertionError("expected a file in a directory " + prefix + "…, but it is " + path);
        }
        return directory.substring(prefix.length());
    }
}
