package dev.convoy.image;

import java.io.Serializable;
import java.util.Locale;

/** The most pixels an image may have; checked on the size a file claims, before memory is taken for it. */
record PixelLimit(long maxPixels) implements Serializable {

    /** The longest byte array that every JVM can allocate, in pixels of 3 bytes. */
    static final long LARGEST = (Integer.MAX_VALUE - 8) / 3;

    PixelLimit {
        if (maxPixels < 1 || maxPixels > LARGEST) {
            throw new IllegalArgumentException(
                    "maxPixels is expected from 1 to " + LARGEST + ", but it is " + maxPixels);
        }
    }

    /** Fails unless both sides are at least 1 and their product is within the limit. */
    void check(long width, long height) throws ImageException {
        if (width < 1 || height < 1) {
            throw new ImageException("corrupt: the file claims a size of " + width + " x " + height + " pixels");
        }
        // Sides are below 2^32, so a double cannot overflow, and it is exact wherever the product is near the limit.
        double pixels = (double) width * height;
        if (pixels > maxPixels) {
            throw new ImageException(String.format(
                    Locale.ROOT,
                    "too large: %d x %d = %,.0f pixels; the limit is %,d",
                    width,
                    height,
                    pixels,
                    maxPixels));
        }
    }
}
