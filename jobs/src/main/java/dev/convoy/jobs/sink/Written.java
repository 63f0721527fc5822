package dev.convoy.jobs.sink;

/**
 * What is in an output, or what a run added to it.
 *
 * @param ok rows with features
 * @param failed rows with an error
 * @param bytes the length of all the Parquet files
 */
public record Written(long ok, long failed, long bytes) {

    /** What there is before a run that adds to nothing. */
    public static final Written NOTHING = new Written(0, 0, 0);

    /** What was added to that since. */
    Written minus(Written before) {
        return new Written(ok - before.ok, failed - before.failed, bytes - before.bytes);
    }
}
