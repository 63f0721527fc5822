package dev.convoy.nn;

import dev.convoy.kernel.Extent;
import dev.convoy.tensor.Shape;

/** The last dimensions of an input, behind its channels: one to three that a window moves over. */
final class Spatial {

    private Spatial() {}

    /** Fails unless there are channels and so many dimensions, and a batch or none. */
    static void checkBatchOrImage(Layer layer, int dimensions, Shape input) {
        if (input.rank() != dimensions + 1 && input.rank() != dimensions + 2) {
            String sizes = names(dimensions);
            throw ShapeException.of(
                    layer,
                    "expects [N, C, " + sizes + "] or [C, " + sizes + "] but receives " + input.rank() + " dimensions",
                    input);
        }
    }

    private static String names(int dimensions) {
        return switch (dimensions) {
            case 1 -> "L";
            case 2 -> "H, W";
            default -> "D, H, W";
        };
    }

    /** The sizes of the last dimensions. */
    static int[] last(int dimensions, Shape shape) {
        return shape.slice(shape.rank() - dimensions, shape.rank()).toArray();
    }

    /** The last dimensions as a volume's. */
    static Extent extent(int dimensions, Shape shape) {
        return Extent.of(last(dimensions, shape), 1);
    }

    /** The shape with other sizes of its last dimensions. */
    static Shape withLast(Shape shape, int[] sizes) {
        int[] all = shape.toArray();
        System.arraycopy(sizes, 0, all, all.length - sizes.length, sizes.length);
        return Shape.of(all);
    }
}
