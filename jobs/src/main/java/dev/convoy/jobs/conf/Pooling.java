package dev.convoy.jobs.conf;

/** What becomes of a feature map before it is written, a value a channel or all of it. */
public enum Pooling {
    NONE,
    /** The average of each channel. */
    AVG,
    /** The largest value of each channel. */
    MAX
}
