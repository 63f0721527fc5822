package dev.convoy.jobs.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.parquet.bytes.DirectByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.codec.CodecConfig;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.types.StructType;

/** Writes one file. After an error it leaves the file without a footer, for the committer to delete. */
final class TensorParquetWriter extends OutputWriter {

    private final String path;
    private final StructType schema;
    private final FileLayout layout;
    private final CodecFactory codecs;
    private final ParquetFileWriter file;
    private final RowGroups rowGroups;
    private UnsafeProjection projection;
    private boolean failed;

    /**
     * Creates the file.
     *
     * @param schema of the rows that will come
     * @param positions the columns of those rows that the file keeps
     */
    TensorParquetWriter(String path, StructType schema, List<Integer> positions, TaskAttemptContext context) {
        this.path = path;
        this.schema = schema;
        Configuration configuration = context.getConfiguration();
        this.layout = FileLayout.of(schema, positions, configuration);
        ParquetProperties properties = WriterProperties.of(configuration);
        long rowGroupSize = ParquetOutputFormat.getLongBlockSize(configuration);
        // Whole pages at once: a stream a page takes half as long again.
        this.codecs = CodecFactory.createDirectCodecFactory(
                configuration, DirectByteBufferAllocator.getInstance(), properties.getPageSizeThreshold());
        Path to = new Path(path);
        try {
            this.file = new ParquetFileWriter(
                    HadoopOutputFile.fromPath(to, configuration),
                    layout.schema(),
                    ParquetFileWriter.Mode.CREATE,
                    rowGroupSize,
                    configuration.getInt(ParquetOutputFormat.MAX_PADDING_BYTES, ParquetWriter.MAX_PADDING_SIZE_DEFAULT),
                    null,
                    properties);
            file.start();
            this.rowGroups = new RowGroups(
                    file,
                    layout,
                    TensorWriter.all(layout, properties, to.getName()),
                    codecs.getCompressor(CodecConfig.from(context).getCodec()),
                    properties,
                    rowGroupSize,
                    WriterProperties.rowGroupRows(configuration));
        } catch (IOException | FSError e) {
            throw new UncheckedIOException(new WriteException(path, e));
        }
    }

    @Override
    public void write(InternalRow row) {
        failed = true;
        try {
            rowGroups.add(row instanceof UnsafeRow already ? already : unsafe(row));
        } catch (IOException | FSError e) {
            throw new UncheckedIOException(new WriteException(path, e));
        }
        failed = false;
    }

    @Override
    public void close() {
        try (ParquetFileWriter closing = file) {
            if (failed) {
                closing.abort();
            } else {
                failed = true;
                rowGroups.end();
                closing.end(layout.metadata());
                failed = false;
            }
        } catch (IOException | FSError e) {
            throw new UncheckedIOException(new WriteException(path, e));
        } finally {
            codecs.release();
        }
    }

    /** Spark hands out hardly any other rows. */
    private UnsafeRow unsafe(InternalRow row) {
        if (projection == null) {
            projection = UnsafeProjection.create(schema);
        }
        return projection.apply(row);
    }

    @Override
    public String path() {
        return path;
    }
}
