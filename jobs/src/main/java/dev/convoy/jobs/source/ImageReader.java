package dev.convoy.jobs.source;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;

/** Finds the images that rows tell of, on an executor. */
@FunctionalInterface
public interface ImageReader extends Serializable {

    /**
     * The images of a partition, in the order of its rows; none is read before it is asked for.
     *
     * @param rows rows of {@link Listing#rows}; each may be overwritten by the next
     * @param hadoop how file systems are reached
     * @param maxLength the most bytes that are read of an image
     */
    Iterator<SourceImage> read(Iterator<InternalRow> rows, Configuration hadoop, LengthLimit maxLength);

    /** The first images of each partition, so many or all there are. */
    default ImageReader first(int images) {
        return (rows, hadoop, maxLength) -> {
            Iterator<SourceImage> all = read(rows, hadoop, maxLength);
            return StreamSupport.stream(Spliterators.spliteratorUnknownSize(all, Spliterator.ORDERED), false)
                    .limit(images)
                    .iterator();
        };
    }

    /** An image for each row, made of it when it is asked for. */
    static Iterator<SourceImage> each(Iterator<InternalRow> rows, Function<InternalRow, SourceImage> image) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public SourceImage next() {
                return image.apply(rows.next());
            }
        };
    }
}
