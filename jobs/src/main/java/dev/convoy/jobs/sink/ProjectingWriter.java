package dev.convoy.jobs.sink;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.IndexedSeq;
import scala.jdk.javaapi.CollectionConverters;

/** Hands a writer some columns of each row, copying none. */
final class ProjectingWriter extends OutputWriter {

    private final OutputWriter writer;
    private final ProjectingInternalRow projection;

    ProjectingWriter(OutputWriter writer, StructType columns, List<Integer> positions) {
        this.writer = writer;
        IndexedSeq<Object> ordinals =
                CollectionConverters.asScala(List.<Object>copyOf(positions)).toIndexedSeq();
        this.projection = new ProjectingInternalRow(columns, ordinals);
    }

    @Override
    public void write(InternalRow row) {
        projection.project(row);
        writer.write(projection);
    }

    @Override
    public void close() {
        writer.close();
    }

    @Override
    public String path() {
        return writer.path();
    }
}
