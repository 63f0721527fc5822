package dev.convoy.jobs.feature;

import java.util.Locale;

/** What a task does with its time. */
public enum Phase {
    /** Reads the bytes of images. */
    READ,
    /** Makes pixels of them. */
    DECODE,
    /** Resizes, crops and normalises them. */
    PREPROCESS,
    /** Runs the network; the first task of a JVM also builds it and packs its weights. */
    COMPUTE,
    /** Makes rows of the features and writes them: Spark's part of the task and Parquet's. */
    WRITE;

    /** As a report says it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
