package dev.convoy;

import dev.convoy.tensor.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Tables for people: columns of equal width, a rule below the head and above the totals. */
public final class Table {

    private Table() {}

    /**
     * The lines one below the other, two spaces between their columns, {@linkplain Printable control characters}
     * escaped.
     *
     * @param columns a letter a column: {@code <} for what stands to the left, texts, {@code >} to the right, numbers
     * @param lines the head, the body and the totals, each with a text a column
     */
    public static String aligned(String columns, List<String[]> lines) {
        List<String[]> cells = lines.stream()
                .map(line -> Arrays.stream(line).map(Printable::escaped).toArray(String[]::new))
                .toList();
        int[] widths = new int[columns.length()];
        for (String[] line : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
        }
        StringBuilder format = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            format.append(i == 0 ? "%" : "  %").append(columns.charAt(i) == '<' ? "-" : "");
            format.append(Math.max(widths[i], 1)).append("s");
        }
        List<String> text = new ArrayList<>();
        for (String[] line : cells) {
            text.add(String.format(Locale.ROOT, format.toString(), (Object[]) line)
                    .stripTrailing());
        }
        String rule = "-".repeat(Arrays.stream(widths).sum() + 2 * (widths.length - 1));
        text.add(1, rule);
        text.add(text.size() - 1, rule);
        return String.join("\n", text);
    }
}
