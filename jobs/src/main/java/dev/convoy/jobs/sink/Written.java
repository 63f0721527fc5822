package dev.convoy.jobs.sink;

/**
 * What a run wrote.
 *
 * @param ok rows with features
 * @param failed rows with an error
 * @param bytes the length of all the Parquet files
 */
public record Written(long ok, long failed, long bytes) {}
