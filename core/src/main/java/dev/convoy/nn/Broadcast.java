package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import java.util.List;

/**
 * Shapes that meet in one operator by torch's rule: aligned at the last dimension, a size of 1, or a dimension that is
 * missing in front, is repeated to the other's size.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/notes/broadcasting.html">torch, broadcasting semantics</a>
 */
final class Broadcast {

    private Broadcast() {}

    /** The shape that these two, each an input or a part of one, broadcast to. */
    static Shape shape(Operator operator, List<Shape> inputs, Shape a, Shape b) {
        int[] sizes = new int[Math.max(a.rank(), b.rank())];
        for (int i = 0; i < sizes.length; i++) {
            int aSize = size(a, i - sizes.length);
            int bSize = size(b, i - sizes.length);
            if (aSize != bSize && aSize != 1 && bSize != 1) {
                throw ShapeException.of(
                        operator,
                        "expects sizes that are equal or 1 but receives " + aSize + " and " + bSize + " in dimension "
                                + i + " of " + sizes.length,
                        inputs);
            }
            sizes[i] = aSize == 1 ? bSize : aSize;
        }
        return Shape.of(sizes);
    }

    private static int size(Shape shape, int fromLast) {
        return -fromLast > shape.rank() ? 1 : shape.size(fromLast);
    }

    /**
     * How far the result's next index of each dimension lies in an input, 0 where the input is repeated.
     *
     * @param unit the elements that an index stands for
     */
    static int[] steps(Shape input, Shape result, int unit) {
        int[] steps = new int[result.rank()];
        int step = unit;
        for (int i = 1; i <= input.rank(); i++) {
            int size = input.size(-i);
            steps[steps.length - i] = size == 1 ? 0 : step;
            step *= size;
        }
        return steps;
    }

    /** Refuses any other number of inputs. */
    static void two(Operator operator, List<?> inputs) {
        if (inputs.size() != 2) {
            throw new IllegalArgumentException(operator.type() + " has two inputs, but there are " + inputs.size());
        }
    }
}
