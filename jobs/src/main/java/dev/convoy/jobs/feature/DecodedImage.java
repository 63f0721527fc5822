package dev.convoy.jobs.feature;

import dev.convoy.image.RgbImage;
import dev.convoy.jobs.source.Origin;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * An image that was read, on its way into a batch.
 *
 * @param shape what the network will see, {@code [C, H, W]}
 * @param pixels to be preprocessed; null where it came as a tensor
 * @param tensor what it came as; null where it has pixels
 */
record DecodedImage(Origin origin, Shape shape, RgbImage pixels, Tensor tensor) {}
