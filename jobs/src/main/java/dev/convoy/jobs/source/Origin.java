package dev.convoy.jobs.source;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/**
 * Where an image comes from.
 *
 * @param path its path, which the output repeats
 * @param carried the values of {@link Images#carried}, which the output repeats too
 */
public record Origin(String path, InternalRow carried) {

    /** An image that has nothing but a path. */
    static Origin of(String path) {
        return of(path, 0);
    }

    /** An image of which nothing but the path is known, though so many columns are carried. */
    static Origin of(String path, int carried) {
        return new Origin(path, new GenericInternalRow(carried));
    }
}
