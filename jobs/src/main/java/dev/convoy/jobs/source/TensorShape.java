package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.InputOptions;
import dev.convoy.tensor.Shape;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
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

    /** The shape of these sizes; an {@link IOException} or {@link IllegalArgumentException} where none has them. */
    static Shape shape(long[] sizes) throws IOException {
        int[] narrowed = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            narrowed[i] = (int) sizes[i];
            if (narrowed[i] != sizes[i]) {
                throw new IOException("expected sizes from 0 to " + Integer.MAX_VALUE + ", but the shape is "
                        + Arrays.toString(sizes));
            }
        }
        return Shape.of(narrowed);
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
