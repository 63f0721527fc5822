package dev.convoy.jobs.feature;

import dev.convoy.tensor.Shape;
import java.util.Optional;

/**
 * A column of one layer's outputs.
 *
 * @param layer the layer
 * @param shape an image's output, without the batch dimension; none where it varies from image to image
 */
public record TensorColumn(String layer, Optional<Shape> shape) {

    /** The column's name: the layer's, with {@code .} written as {@code _}. */
    public String name() {
        return layer.replace('.', '_');
    }
}
