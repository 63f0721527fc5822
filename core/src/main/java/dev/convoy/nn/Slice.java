package dev.convoy.nn;

import dev.convoy.tensor.Shape;

/**
 * Every {@code step}-th element of a dimension from {@code start} up to but without {@code end}, as
 * {@code x[start:end:step]} in torch: negative bounds count from the last element, and bounds beyond the dimension are
 * its own.
 *
 * @param dim the dimension; a negative one counts from the last
 * @param end {@link Integer#MAX_VALUE} for the dimension's
 * @param step 1 or more
 */
public record Slice(int dim, int start, int end, int step) implements StridedLayer {

    /** @throws IllegalArgumentException if the step is not 1 or more */
    public Slice {
        Arguments.atLeast("slice", "step", step, 1);
    }

    /** Every element from {@code start} up to but without {@code end}. */
    public Slice(int dim, int start, int end) {
        this(dim, start, end, 1);
    }

    /** Whether every element of a dimension of any size is taken. */
    boolean isWhole() {
        return start == 0 && end == Integer.MAX_VALUE && step == 1;
    }

    @Override
    public String type() {
        return "slice";
    }

    @Override
    public Strided view(Shape input) {
        int dimension = Dimensions.index(this, "dim", dim, input);
        if (input.rank() == 0) {
            throw ShapeException.of(this, "expects 1 or more dimensions but receives a scalar", input);
        }
        int size = input.size(dimension);
        int from = bound(start, size);
        int to = Math.max(bound(end, size), from);
        int[] sizes = input.toArray();
        int[] steps = Strided.of(input).steps();
        int offset = from * steps[dimension];
        sizes[dimension] = (int) ((to - from + step - 1L) / step);
        steps[dimension] = sizes[dimension] > 1 ? step * steps[dimension] : steps[dimension];
        return new Strided(offset, sizes, steps);
    }

    private static int bound(int index, int size) {
        return index < 0 ? Math.max(index + size, 0) : Math.min(index, size);
    }

    @Override
    public String toString() {
        return "slice(dim=" + dim + ", start=" + start + ", end=" + (end == Integer.MAX_VALUE ? "None" : end)
                + ", step=" + step + ")";
    }
}
