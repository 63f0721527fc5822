package dev.convoy.jobs.source;

import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Where an image comes from.
 *
 * @param path its path, which the output repeats
 * @param carried the values of {@link Images#carried}, which the output repeats too
 */
public record Origin(String path, InternalRow carried) {

    /** An image that has nothing but a path. */
    static Origin of(String path) {
        return new Origin(path, InternalRow.empty());
    }
}
