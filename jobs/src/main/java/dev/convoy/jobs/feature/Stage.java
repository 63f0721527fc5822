package dev.convoy.jobs.feature;

import java.util.Locale;

/** Where on its way an image failed. */
public enum Stage {
    /** Its bytes could not be read. */
    READ,
    /** Its bytes are no image that can be decoded. */
    DECODE,
    /** It could not be resized, cropped or normalised. */
    PREPROCESS,
    /** The network does not take it. */
    MODEL;

    /** As a row says it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
