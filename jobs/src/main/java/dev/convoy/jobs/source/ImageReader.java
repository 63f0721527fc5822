package dev.convoy.jobs.source;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;

/** Finds the images that rows tell of, on an executor. */
@FunctionalInterface
public interface ImageReader extends Serializable {

    /**
     * The images of a partition, in the order of its rows; none is read before it is asked for.
     *
     * @param rows rows of {@link Images#rows}; each may be overwritten by the next
     * @param hadoop how file systems are reached
     * @param maxLength the most bytes that are read of an image
     */
    Iterator<SourceImage> read(Iterator<InternalRow> rows, Configuration hadoop, LengthLimit maxLength);
}
