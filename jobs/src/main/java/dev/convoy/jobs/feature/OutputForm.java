package dev.convoy.jobs.feature;

import dev.convoy.jobs.conf.FeatureOptions;
import dev.convoy.jobs.conf.Pooling;
import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.AdaptiveMaxPool2d;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.Serializable;

/**
 * What becomes of a layer's output before it is written.
 *
 * @param pool how a feature map, {@code [C, H, W]}, becomes a vector, {@code [C]}; another output is not pooled
 * @param flatten whether what is left becomes a vector
 */
record OutputForm(Pooling pool, boolean flatten) implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int MAP = 3;

    static OutputForm of(FeatureOptions options) {
        return new OutputForm(options.pool(), options.flatten());
    }

    /** Whether a layer's outputs, of this shape with the batch's dimension, are pooled. */
    boolean pools(Shape batch) {
        return pool != Pooling.NONE && batch.rank() == MAP + 1;
    }

    /** The shape that is written of one image, without the batch's dimension, of outputs of this shape with it. */
    Shape shape(Shape batch) {
        Shape image = batch.slice(1, batch.rank());
        if (pools(batch)) {
            return image.slice(0, 1);
        }
        return flatten ? Shape.of(image.elements()) : image;
    }

    /** A layer's outputs for a batch, in the shape that is written. */
    Tensor apply(Tensor batch) {
        Shape shape = shape(batch.shape());
        int[] sizes = new int[shape.rank() + 1];
        sizes[0] = batch.shape().size(0);
        System.arraycopy(shape.toArray(), 0, sizes, 1, shape.rank());
        return pooled(batch).reshape(Shape.of(sizes));
    }

    private Tensor pooled(Tensor batch) {
        if (!pools(batch.shape())) {
            return batch;
        }
        return pool == Pooling.AVG ? new AdaptiveAvgPool2d(1).forward(batch) : new AdaptiveMaxPool2d(1).forward(batch);
    }
}
