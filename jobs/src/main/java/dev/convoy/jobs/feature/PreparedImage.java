package dev.convoy.jobs.feature;

import dev.convoy.tensor.Shape;

/**
 * An image ready for the network.
 *
 * @param path where it came from
 * @param width its width before preprocessing
 * @param height its height before preprocessing
 * @param shape {@code [3, H, W]}
 * @param pixels the values, row-major
 */
record PreparedImage(
        String path,
        int width,
        int height,
        Shape shape,
        @SuppressWarnings("ArrayRecordComponent") float[] pixels) {}
