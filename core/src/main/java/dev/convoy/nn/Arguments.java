package dev.convoy.nn;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Checks of constructor arguments, and how torch writes them. */
final class Arguments {

    private Arguments() {}

    static int atLeast(String layer, String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    layer + " expects " + name + " to be " + least + " or more, but it is " + value);
        }
        return value;
    }

    /** One value for every dimension, from one value for all or one for each. */
    static int[] perDimension(String layer, String name, int[] values, int rank, int least) {
        if (values.length != 1 && values.length != rank) {
            throw new IllegalArgumentException(layer + " expects " + name + " to be one number"
                    + (rank == 1 ? "" : " or " + rank) + ", but it is " + Arrays.toString(values));
        }
        for (int value : values) {
            atLeast(layer, name, value, least);
        }
        int[] all = new int[rank];
        Arrays.setAll(all, i -> values[values.length == 1 ? 0 : i]);
        return all;
    }

    /** As Python prints a tuple: {@code (3, 3)}, {@code (3,)}. */
    static String tuple(int[] values) {
        return values.length == 1 ? "(" + values[0] + ",)" : joined(values, ", ");
    }

    /** As torch's messages give a size: {@code (7 x 7)}. */
    static String size(int[] values) {
        return joined(values, " x ");
    }

    private static String joined(int[] values, String separator) {
        return Arrays.stream(values).mapToObj(Integer::toString).collect(Collectors.joining(separator, "(", ")"));
    }
}
