package dev.convoy.jobs.parquet;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.parquet.hadoop.codec.CodecConfig;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.types.StructType;

/** Opens a file's writer, on an executor. */
public class TensorWriterFactory extends OutputWriterFactory {

    private static final long serialVersionUID = 1;

    @Override
    public String getFileExtension(TaskAttemptContext context) {
        return CodecConfig.from(context).getCodec().getExtension() + ".parquet";
    }

    @Override
    public OutputWriter newInstance(String path, StructType schema, TaskAttemptContext context) {
        return new TensorParquetWriter(path, schema, positions(path, schema), context);
    }

    /** The positions in {@code schema} of the columns that the file at {@code path} keeps; here, all of them. */
    protected List<Integer> positions(String path, StructType schema) {
        return IntStream.range(0, schema.length()).boxed().toList();
    }
}
