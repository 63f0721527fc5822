package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.InputOptions;
import dev.convoy.tensor.Shape;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * What the input's tensors have to look like: {@code [C, H, W]}.
 *
 * @param sizes the sizes that every one has; empty where each may have its own
 */
record TensorShape(List<Integer> sizes) implements Serializable {

    private static final long serialVersionUID = 1;

    static TensorShape of(InputOptions options) {
        return new TensorShape(options.shape().orElse(List.of()));
    }

    /** Fails on a tensor of another shape. */
    void check(Shape shape) throws IOException {
        if (shape.rank() != 3 || shape.elements() == 0) {
            throw new IOException("expected a tensor [C, H, W] of 1 value or more, but its shape is " + shape);
        }
        if (!sizes.isEmpty() && !required().equals(shape)) {
            throw new IOException("expected a tensor of shape " + required() + ", but its shape is " + shape);
        }
    }

    /** The one shape that all have; {@link #sizes} are not empty. */
    Shape required() {
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }
}
