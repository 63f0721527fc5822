package dev.convoy.jobs.source;

import org.apache.spark.sql.types.StructType;

/**
 * The images of one listing.
 *
 * @param listing what was found
 * @param reader finds the images of its rows
 * @param carried the columns, beside the path, that each image brings with it
 * @param tensors whether they are a network's inputs, which nothing is done to
 * @param lasting whether an image has the same path in every run
 */
public record Images(Listing listing, ImageReader reader, StructType carried, boolean tensors, boolean lasting) {

    /** Images of another listing of the same kind. */
    public Images of(Listing other) {
        return new Images(other, reader, carried, tensors, lasting);
    }

    /** So many images, or all there are, in each of so many partitions. */
    public Images sample(int images, int partitions) {
        return new Images(listing.sample(images, partitions), reader.first(images), carried, tensors, lasting);
    }
}
