package dev.convoy.jobs.report;

import dev.convoy.jobs.verify.Findings;
import dev.convoy.tensor.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a verification found: a line a fact, then a line for each thing that is not as it should be. */
public record VerifyTable(Findings findings) {

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(row("rows in the output", findings.rows()));
        lines.add(row("rows checked", findings.checked()));
        lines.add(row("rows that drifted", findings.drifted()));
        lines.add(row("images missing", findings.missing().size()));
        lines.add(row("images repeated", findings.repeated().size()));
        list(lines, "drift, from what the output has (expected) to what is computed now (actual):", findings.drift());
        list(lines, "missing images, whose rows were not checked:", findings.missing());
        list(lines, "images with more than one row:", findings.repeated());
        return String.join("\n", lines);
    }

    private static void list(List<String> lines, String title, List<String> items) {
        if (!items.isEmpty()) {
            lines.add("");
            lines.add(title);
            items.forEach(item -> lines.add("  " + Printable.escaped(item)));
        }
    }

    private static String row(String name, long value) {
        return String.format(Locale.ROOT, "%-18s %,d", name, value);
    }
}
