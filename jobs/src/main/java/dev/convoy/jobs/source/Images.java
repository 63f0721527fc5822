package dev.convoy.jobs.source;

import org.apache.spark.sql.types.StructType;

/**
 * The images of one listing.
 *
 * @param listing what was found
 * @param reader finds the images of its rows
 * @param carried the columns, beside the path, that each image brings with it
 * @param tensors whether they are a network's inputs, which nothing is done to
 */
public record Images(Listing listing, ImageReader reader, StructType carried, boolean tensors) {

    /** Images of another listing of the same kind. */
    public Images of(Listing other) {
        return new Images(other, reader, carried, tensors);
    }

    /** So many images, or all there are, in each of so many partitions. */
    public Images sample(int images, int partitions) {
        return new Images(listing.sample(images, partitions), reader.first(images), carried, tensors);
    }
}
