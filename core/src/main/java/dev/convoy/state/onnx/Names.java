package dev.convoy.state.onnx;

import dev.convoy.tensor.Printable;

/** Names and numbers of a model, for use and in messages. */
final class Names {

    private static final int LONGEST = 120;

    private Names() {}

    /** The text, shortened, in which every character can be shown. */
    static String printable(String text) {
        return Printable.escaped(text, LONGEST);
    }

    static String quoted(String text) {
        return "'" + printable(text) + "'";
    }

    /** A 64-bit number as an int: the ends of the range, which stand for no bound, become those of int. */
    static int clamped(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    /** A 64-bit number that has to be an int. */
    static int size(long value, String name) {
        if ((int) value != value) {
            throw new Unsupported("has " + name + " = " + value + ", which is beyond 32 bits");
        }
        return (int) value;
    }
}
