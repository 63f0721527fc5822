package dev.convoy.jobs.conf;

/** What becomes of an image that cannot be read, decoded, preprocessed or run, named as Spark's readers name it. */
public enum Mode {
    /** A failed row with the stage and the reason. */
    PERMISSIVE,
    /** No row; the image is counted and reported. */
    DROPMALFORMED,
    /** The job fails and names the image. */
    FAILFAST
}
