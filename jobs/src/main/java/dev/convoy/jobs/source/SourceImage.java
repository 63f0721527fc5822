package dev.convoy.jobs.source;

import java.io.IOException;

/**
 * An image that was found, its bytes not yet read.
 *
 * @param origin where
 * @param reading how to read it: once, and before the next image is asked for
 */
public record SourceImage(Origin origin, Reading reading) {

    /** Reads an image; an {@link IOException} says why it cannot be had. */
    @FunctionalInterface
    public interface Reading {
        Content read() throws IOException;
    }

    /** An image, or a file of images, that cannot be had. */
    static SourceImage failed(Origin origin, Exception cause) {
        IOException failure = cause instanceof IOException e ? e : new IOException(cause.toString(), cause);
        return new SourceImage(origin, () -> {
            throw failure;
        });
    }
}
