package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import java.util.OptionalInt;

/**
 * Where a tensor holds the images of a batch, whatever their number {@code N}. In row-major order its elements are
 * {@code [before, N, after]}, which every reshaping keeps; {@code before} is 1 where the images lie one behind the
 * other. A tensor that does not depend on the images holds none.
 *
 * <p>The dimension that the images are in is the one whose size grows with their number; it may hold more than them, as
 * it holds the windows of all images in {@code [N * windows, C, H, W]}. Immutable.
 */
public final class BatchLayout {

    private final Shape one;
    private final Shape two;
    private final int before;

    /**
     * @param one the tensor's shape for one image
     * @param two its shape for two images
     * @param before the elements before the first image's first part; 0 where there are no images
     */
    BatchLayout(Shape one, Shape two, int before) {
        this.one = one;
        this.two = two;
        this.before = before;
    }

    /** The layout of a network's input: a batch of images of this shape, {@code [C, H, W]}. */
    public static BatchLayout of(Shape image) {
        return new BatchLayout(image.batched(1), image.batched(2), 1);
    }

    /** The layout of a tensor that depends on no image. */
    static BatchLayout free(Shape shape) {
        return new BatchLayout(shape, shape, 0);
    }

    Shape one() {
        return one;
    }

    Shape two() {
        return two;
    }

    int before() {
        return before;
    }

    /** Whether the tensor depends on no image. */
    boolean isFree() {
        return before == 0;
    }

    /** Whether an image's part is one index of the first dimension: {@code [N, …]}. */
    public boolean isFirst() {
        return before == 1 && one.rank() > 0 && one.size(0) == 1 && two.equals(one.with(0, 2));
    }

    /** The dimension that the images are in, with whatever else; none where they are spread over several. */
    OptionalInt axis() {
        int axis = 0;
        while (axis < one.rank() && axis < two.rank() && one.size(axis) == two.size(axis)) {
            axis++;
        }
        boolean grows = axis < one.rank() && two.equals(one.with(axis, 2 * one.size(axis)));
        int front = grows ? one.elements(0, axis) : 0;
        boolean holds = front > 0 && before % front == 0 && one.size(axis) % (before / front) == 0;
        return holds ? OptionalInt.of(axis) : OptionalInt.empty();
    }

    /** How often the batch is repeated in its dimension, as in {@code [windows * N, …]}. */
    int outer() {
        return before / one.elements(0, axis().orElseThrow());
    }

    /** How many indices of its dimension an image has in a row, as in {@code [N * windows, …]}. */
    int inner() {
        return one.size(axis().orElseThrow()) / outer();
    }

    /** Continues a sentence whose subject is the layer that makes the tensor. */
    @Override
    public String toString() {
        return isFree()
                ? "does not depend on the images"
                : "gives " + one + " for one image and " + two + " for two, not one output an image";
    }
}
