package dev.convoy.state.npy;

import dev.convoy.state.MalformedFileException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses the Python literal of an npy header: a dictionary from strings to strings, booleans and tuples of integers.
 * Nothing is evaluated.
 */
final class LiteralParser {

    /** No array has more dimensions in NumPy. */
    private static final int MOST_DIMENSIONS = 64;

    /** Longer than any size of a file or a dimension, short enough to be quick to multiply. */
    private static final int MOST_DIGITS = 20;

    private final String path;
    private final long start;
    private final String text;
    private int next;

    /** @param start where the text begins in the file, of which each character is one byte */
    LiteralParser(String path, long start, String text) {
        this.path = path;
        this.start = start;
        this.text = text;
    }

    /** The dictionary that is the whole of the text: values are String, Boolean and lists of BigInteger. */
    Map<String, Object> dictionary() throws MalformedFileException {
        Map<String, Object> fields = new LinkedHashMap<>();
        expect('{');
        while (!accept('}')) {
            String key = string();
            expect(':');
            if (fields.putIfAbsent(key, value(key)) != null) {
                throw malformed("the key '" + key + "' occurs twice in the header");
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        if (peek() != 0) {
            throw malformed("the header goes on after its closing '}'");
        }
        return fields;
    }

    private Object value(String key) throws MalformedFileException {
        char first = peek();
        if (first == '\'' || first == '"') {
            return string();
        }
        if (first == '(') {
            return tuple();
        }
        if (first == '[') {
            throw malformed("the header's '" + key + "' is a list: arrays of records are not supported");
        }
        for (boolean constant : new boolean[] {true, false}) {
            String name = constant ? "True" : "False";
            if (text.startsWith(name, next)) {
                next += name.length();
                return constant;
            }
        }
        throw malformed("the header's '" + key + "' is not a string, a boolean or a tuple");
    }

    private List<BigInteger> tuple() throws MalformedFileException {
        List<BigInteger> items = new ArrayList<>();
        expect('(');
        while (!accept(')')) {
            if (items.size() == MOST_DIMENSIONS) {
                throw malformed("the shape has more than " + MOST_DIMENSIONS + " dimensions");
            }
            items.add(integer());
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return items;
    }

    private BigInteger integer() throws MalformedFileException {
        if (peek() == '-') {
            throw malformed("the shape has a negative size");
        }
        int from = next;
        while (next < text.length() && text.charAt(next) >= '0' && text.charAt(next) <= '9') {
            next++;
        }
        if (next == from) {
            throw malformed("the shape must hold integers, but has " + found());
        }
        if (next - from > MOST_DIGITS) {
            throw malformed("the shape has a size of " + (next - from) + " digits");
        }
        BigInteger integer = new BigInteger(text.substring(from, next));
        // Python 2 writes long integers with this suffix.
        accept('L');
        return integer;
    }

    private String string() throws MalformedFileException {
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw malformed("expected a string in the header, found " + found());
        }
        int end = text.indexOf(quote, next + 1);
        if (end < 0) {
            throw malformed("a string in the header does not end");
        }
        String string = text.substring(next + 1, end);
        if (string.indexOf('\\') >= 0) {
            throw malformed("a string in the header has an escape, which none needs");
        }
        next = end + 1;
        return string;
    }

    private void expect(char character) throws MalformedFileException {
        if (!accept(character)) {
            throw malformed("expected '" + character + "' in the header, found " + found());
        }
    }

    private boolean accept(char character) {
        boolean accepted = peek() == character;
        if (accepted) {
            next++;
        }
        return accepted;
    }

    /** The next character that is not white space; 0 at the end. */
    private char peek() {
        while (next < text.length() && " \t\r\n".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        return next < text.length() ? text.charAt(next) : 0;
    }

    private String found() {
        char character = peek();
        if (next == text.length()) {
            return "its end";
        }
        return character > ' ' && character < 0x7f
                ? "'" + character + "'"
                : String.format("the byte 0x%02x", (int) character);
    }

    private MalformedFileException malformed(String reason) {
        return new MalformedFileException(path, start + next, reason);
    }
}
