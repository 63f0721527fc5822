package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import java.util.Arrays;

/** Dimensions as torch's functions name them: a negative one counts from the last, and a scalar counts as one. */
final class Dimensions {

    private Dimensions() {}

    /** The index of the dimension that an argument names. */
    static int index(Operator operator, String name, int dimension, Shape input) {
        int rank = Math.max(input.rank(), 1);
        int index = dimension < 0 ? dimension + rank : dimension;
        if (index < 0 || index >= rank) {
            throw ShapeException.of(
                    operator,
                    "has " + name + " " + dimension + ", which an input of " + input.rank() + " dimensions has not",
                    input);
        }
        return index;
    }

    /** Which dimensions the argument {@code dim} names; all where it names none. */
    static boolean[] set(Operator operator, int[] dims, Shape input) {
        boolean[] set = new boolean[Math.max(input.rank(), 1)];
        Arrays.fill(set, dims.length == 0);
        for (int dim : dims) {
            int index = index(operator, "dim", dim, input);
            if (set[index]) {
                throw ShapeException.of(operator, "names dimension " + index + " more than once", input);
            }
            set[index] = true;
        }
        return set;
    }
}
