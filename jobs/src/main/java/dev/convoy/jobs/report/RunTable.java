package dev.convoy.jobs.report;

import dev.convoy.jobs.feature.Extraction;
import dev.convoy.jobs.feature.Phase;
import dev.convoy.jobs.feature.TensorColumn;
import dev.convoy.jobs.sink.Outcome;
import dev.convoy.tensor.Printable;
import dev.convoy.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table at the end of a run: a line a fact, names left, values right. */
public final class RunTable {

    private final List<String> lines = new ArrayList<>();

    /**
     * The table of a run.
     *
     * @param output where its rows are
     */
    public RunTable(Outcome outcome, Extraction extraction, String output) {
        row("images listed", number(outcome.listed()));
        if (outcome.done() > 0) {
            row("images done before", number(outcome.done()));
        }
        row("images read", number(outcome.read()));
        row("images written", number(outcome.written().ok()));
        row("images failed", number(outcome.written().failed()));
        row("images dropped", number(outcome.dropped()));
        if (outcome.output().failed() > outcome.written().failed()) {
            row("failed in the output", number(outcome.output().failed()) + ", with those of earlier runs");
        }
        if (outcome.unread() > 0) {
            row("to be tried again", number(outcome.unread()));
        }
        row("images per second", String.format(Locale.ROOT, "%.1f", outcome.imagesPerSecond()));
        row("bytes read", bytes(outcome.bytesRead()));
        row("bytes written", bytes(outcome.written().bytes()));
        row("elapsed", String.format(Locale.ROOT, "%.1f s", outcome.elapsed().toMillis() / 1000.0));
        if (outcome.faults().attemptsFailed() > 0) {
            row("task attempts failed", number(outcome.faults().attemptsFailed()));
        }
        if (outcome.faults().executorsLost() > 0) {
            row("executors lost", number(outcome.faults().executorsLost()));
        }
        phases(outcome.taskSeconds());
        failures(outcome);
        reading(extraction, output);
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }

    private void phases(Map<Phase, Double> seconds) {
        double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        row("tasks together", String.format(Locale.ROOT, "%.1f s", all));
        seconds.forEach((phase, spent) -> row(
                "  " + phase, String.format(Locale.ROOT, "%.1f s, %.0f %%", spent, all == 0 ? 0 : 100 * spent / all)));
    }

    private void failures(Outcome outcome) {
        if (!outcome.firstFailures().isEmpty()) {
            lines.add("");
            int shown = outcome.firstFailures().size();
            lines.add("bad images, " + (shown < outcome.failed() ? shown + " of " : "all ") + number(outcome.failed())
                    + ":");
            outcome.firstFailures().forEach(failure -> lines.add("  " + Printable.escaped(failure)));
            lines.add("");
        }
    }

    /** What there is to read, and how. */
    private void reading(Extraction extraction, String output) {
        row("output", output);
        extraction.tensors().forEach(tensor -> row("  " + tensor.name(), type(tensor)));
        row("preprocessing", extraction.preprocessing().toString());
        row("read it", "pandas.read_parquet(" + quoted(output.replaceFirst("^file:(//)?(?=/)", "")) + ")");
    }

    private static String type(TensorColumn tensor) {
        String shape = tensor.shape().map(Shape::toString).orElse("each in its own shape");
        return tensor.elements() + ", " + shape;
    }

    /** A string as Python writes it. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void row(String name, String value) {
        lines.add(Printable.escaped(String.format(Locale.ROOT, "%-20s %s", name, value)));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String bytes(long value) {
        return value < 1_000_000 ? number(value) + " bytes" : String.format(Locale.ROOT, "%,.1f MB", value / 1e6);
    }
}
