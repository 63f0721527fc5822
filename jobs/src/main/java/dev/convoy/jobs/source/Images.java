package dev.convoy.jobs.source;

import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The images of one listing.
 *
 * @param rows what the listing found: images, or files of them
 * @param reader finds the images of those rows
 * @param carried the columns, beside the path, that each image brings with it
 * @param tensors whether they are a network's inputs, which nothing is done to
 * @param listed how many images there are by the listing itself; none where only reading tells
 */
public record Images(Dataset<Row> rows, ImageReader reader, StructType carried, boolean tensors, OptionalLong listed) {

    /** The images of other rows of the same kind. */
    public Images of(Dataset<Row> otherRows) {
        return new Images(otherRows, reader, carried, tensors, listed);
    }
}
