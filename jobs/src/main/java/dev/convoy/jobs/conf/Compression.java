package dev.convoy.jobs.conf;

/** How Parquet's pages are compressed. */
public enum Compression {
    NONE,
    SNAPPY,
    ZSTD
}
