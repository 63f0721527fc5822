package dev.convoy.jobs.source;

import dev.convoy.image.RgbImage;
import dev.convoy.tensor.Tensor;

/** What was read of an image. */
public sealed interface Content {

    /** How many bytes were read for it. */
    long bytes();

    /**
     * An image's file, to be decoded.
     *
     * @param file all its bytes
     */
    record Encoded(@SuppressWarnings("ArrayRecordComponent") byte[] file) implements Content {
        @Override
        public long bytes() {
            return file.length;
        }
    }

    /**
     * An image that another program has decoded.
     *
     * @param image its pixels
     */
    record Decoded(RgbImage image) implements Content {
        @Override
        public long bytes() {
            return image.rgb().length;
        }
    }

    /**
     * A network's input itself.
     *
     * @param tensor {@code [C, H, W]}
     * @param bytes how many bytes were read for it
     */
    record Values(Tensor tensor, long bytes) implements Content {}
}
