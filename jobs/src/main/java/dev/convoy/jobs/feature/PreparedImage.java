package dev.convoy.jobs.feature;

import dev.convoy.jobs.source.Origin;

/**
 * An image that a batch holds the values of.
 *
 * @param origin where it came from
 * @param width its width before preprocessing
 * @param height its height before preprocessing
 */
record PreparedImage(Origin origin, int width, int height) {}
