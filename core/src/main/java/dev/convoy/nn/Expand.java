package dev.convoy.nn;

import dev.convoy.tensor.Shape;

/**
 * Repeats dimensions of size 1, as {@code torch.Tensor.expand}: the sizes are the output's, new dimensions may be added
 * in front, and -1 keeps a size. Immutable.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.Tensor.expand.html">torch.Tensor.expand</a>
 */
public final class Expand implements StridedLayer {

    private final int[] sizes;

    /** @throws IllegalArgumentException if a size is below -1 */
    public Expand(int... sizes) {
        this.sizes = sizes.clone();
        for (int size : sizes) {
            Arguments.atLeast("expand", "a size", size, -1);
        }
    }

    /** The output's sizes; -1 keeps an input's. */
    int[] sizes() {
        return sizes.clone();
    }

    @Override
    public String type() {
        return "expand";
    }

    @Override
    public Strided view(Shape input) {
        int added = sizes.length - input.rank();
        if (added < 0) {
            throw ShapeException.of(
                    this, "has " + sizes.length + " sizes for an input of " + input.rank() + " dimensions", input);
        }
        int[] expanded = sizes.clone();
        int[] steps = new int[sizes.length];
        int[] own = Strided.of(input).steps();
        for (int i = 0; i < sizes.length; i++) {
            boolean isNew = i < added;
            int size = isNew ? 1 : input.size(i - added);
            if (sizes[i] == -1 && !isNew) {
                expanded[i] = size;
            } else if (sizes[i] == -1 || (size != 1 && size != sizes[i])) {
                throw ShapeException.of(
                        this,
                        "cannot make " + (isNew ? "a new dimension" : "size " + size + " of dimension " + (i - added))
                                + " a size of " + sizes[i],
                        input);
            }
            steps[i] = isNew || size == 1 ? 0 : own[i - added];
        }
        return new Strided(0, expanded, steps);
    }

    @Override
    public String toString() {
        return "expand(size=" + Arguments.tuple(sizes) + ")";
    }
}
