package dev.convoy.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Texts for messages and tables in which names of strangers stand: files, layers, keys, columns. A character that moves
 * the cursor, ends the line, commands a terminal or turns the direction of writing is written as Java writes its code,
 * a backslash and {@code u001b}; every other one, of any script, stays as it is.
 */
public final class Printable {

    /** What a line of a list in a message begins with. */
    private static final String LINE = "\n  ";

    private Printable() {}

    /** The text in one line. */
    public static String escaped(String text) {
        if (text.chars().noneMatch(Printable::commands)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            shown.append(commands(c) ? String.format("\\u%04x", (int) c) : c);
        }
        return shown.toString();
    }

    /** The text's first line; none of a text that is null or empty. */
    public static String firstLine(String text) {
        return text == null
                ? ""
                : text.lines().findFirst().map(Printable::escaped).orElse("");
    }

    /** The beginning of the text in one line, of so many characters at most. */
    public static String escaped(String text, int longest) {
        if (text.length() <= longest) {
            return escaped(text);
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return escaped(text.substring(0, end)) + "…";
    }

    /** A message whose lines, but the first, are indented: each of them escaped. */
    public static String lines(String message) {
        return Arrays.stream(message.split(LINE)).map(Printable::escaped).collect(Collectors.joining(LINE));
    }

    /** A message whose lines, but the first, are indented, in one line. */
    public static String folded(String message) {
        return lines(message.strip()).replace(LINE, " ");
    }

    private static boolean commands(int c) {
        return Character.isISOControl(c)
                || c == '\u2028'
                || c == '\u2029'
                || c == '\u061c'
                || c == '\u200e'
                || c == '\u200f'
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
    }
}
