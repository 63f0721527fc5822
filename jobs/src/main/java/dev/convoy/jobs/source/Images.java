package dev.convoy.jobs.source;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The images of one listing.
 *
 * @param rows one row an image: {@link #PATH} and {@link #LENGTH}
 * @param listed how many there are, by the listing itself
 */
public record Images(Dataset<Row> rows, long listed) {

    /** The image's path. */
    public static final String PATH = "path";
    /** The file's length in bytes. */
    public static final String LENGTH = "length";
}
