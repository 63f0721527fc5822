package dev.convoy.jobs.feature;

import dev.convoy.jobs.source.Origin;
import dev.convoy.tensor.Shape;

/**
 * An image ready for the network.
 *
 * @param origin where it came from
 * @param width its width before preprocessing
 * @param height its height before preprocessing
 * @param shape {@code [C, H, W]}
 * @param pixels the values, row-major
 */
record PreparedImage(
        Origin origin,
        int width,
        int height,
        Shape shape,
        @SuppressWarnings("ArrayRecordComponent") float[] pixels) {}
