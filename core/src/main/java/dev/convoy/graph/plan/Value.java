package dev.convoy.graph.plan;

import dev.convoy.kernel.blocked.Grid;
import dev.convoy.tensor.Shape;

/**
 * A tensor of a plan, the same for every image.
 *
 * @param shape of an image's part, without the batch's dimension
 * @param grid how an image lies in blocks, its elements in the order of the shape; null where it lies as a tensor does
 */
record Value(Shape shape, Grid grid, Storage storage) {

    /** A new one, in blocks. */
    static Value blocked(Shape shape, Grid grid) {
        return new Value(shape, grid, new Storage(grid.elements()));
    }

    /** A new one as tensors lie. */
    static Value plain(Shape shape) {
        return new Value(shape, null, new Storage(shape.elements()));
    }

    boolean isBlocked() {
        return grid != null;
    }

    /** The same elements under another shape. */
    Value reshaped(Shape other) {
        return new Value(other, grid, storage);
    }

    /** The blocks that an image of this shape takes: {@code [C, H, W]} or {@code [C]}; null for any other shape. */
    static Grid grid(Shape shape) {
        return switch (shape.rank()) {
            case 1 -> new Grid(shape.size(0), 1, 1);
            case 3 -> new Grid(shape.size(0), shape.size(1), shape.size(2));
            default -> null;
        };
    }
}
