package dev.convoy.jobs.report;

import dev.convoy.Machine;
import dev.convoy.Table;
import dev.convoy.graph.plan.Profile;
import dev.convoy.graph.plan.StepTime;
import dev.convoy.nn.Precision;
import dev.convoy.tensor.Printable;
import dev.convoy.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What a model takes, a line a step and the totals below. Times are medians over the runs; a step's is that of all
 * threads together, so its GFLOP/s are one thread's.
 *
 * @param model the model's name
 * @param batch the shape of the batch
 * @param precision how exactly it computed
 * @param threads that shared the batch
 * @param runs what each run took, one or more
 * @param ceilings the multiply-adds that one thread did a second at most, measured between the runs; perhaps none
 */
public record BenchTable(
        String model, Shape batch, Precision precision, int threads, List<Profile> runs, List<Double> ceilings) {

    private static final String[] HEAD = {"layers", "algorithm", "output", "ms", "GFLOP/s", "of ceiling"};

    @Override
    public String toString() {
        List<String[]> lines = new ArrayList<>();
        String[] head = HEAD.clone();
        head[3] = threads == 1 ? "ms" : "ms, all threads";
        lines.add(head);
        List<StepTime> steps = runs.get(0).steps();
        double inSteps = 0;
        long multiplyAdds = 0;
        for (int i = 0; i < steps.size(); i++) {
            int index = i;
            StepTime step = steps.get(i);
            double nanos = median(run -> run.steps().get(index).nanos());
            inSteps += nanos;
            multiplyAdds += step.multiplyAdds();
            lines.add(
                    line(layers(step.name()), step.algorithm(), step.output().toString(), step.multiplyAdds(), nanos));
        }
        lines.add(line("all steps", "", "", multiplyAdds, inSteps));
        return Table.aligned("<<<>>>", lines) + "\n\n" + totals();
    }

    private String totals() {
        double nanos = median(Profile::nanos);
        Profile last = runs.get(runs.size() - 1);
        List<String> lines = new ArrayList<>();
        lines.add(fact("model", "%s, %s", model, precision.name().toLowerCase(Locale.ROOT)));
        lines.add(fact("batch", "%s, on %d thread%s", batch, threads, threads == 1 ? "" : "s"));
        lines.add(fact("runs", "%,d", runs.size()));
        lines.add(fact("per batch", "%,.3f ms", nanos / 1e6));
        lines.add(fact("images per second", "%,.1f", batch.size(0) / nanos * 1e9));
        lines.add(fact("workspace", "%,.1f MB", last.workspaceBytes() / 1e6));
        lines.add(fact("packed weights", "%,.1f MB", last.packedBytes() / 1e6));
        if (!ceilings.isEmpty()) {
            lines.add(fact("ceiling", "%,.1f GFLOP/s a thread", ceiling() * 2 / 1e9));
        }
        lines.add(fact("kernel", "%s", Machine.kernel()));
        lines.add(fact(
                "java", "%s, %s %s", Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch")));
        return String.join("\n", lines);
    }

    private String[] line(String layers, String algorithm, String output, long multiplyAdds, double nanos) {
        double rate = nanos == 0 ? 0 : multiplyAdds * (double) batch.size(0) / nanos * 1e9;
        boolean counts = multiplyAdds > 0;
        return new String[] {
            layers,
            algorithm,
            output,
            String.format(Locale.ROOT, "%,.3f", nanos / 1e6),
            counts ? String.format(Locale.ROOT, "%,.1f", rate * 2 / 1e9) : "",
            counts && !ceilings.isEmpty() ? String.format(Locale.ROOT, "%.0f %%", 100 * rate / ceiling()) : ""
        };
    }

    /** {@code "layer1.0.conv2 + bn2 + relu"}: the module that all layers of a step are in is said once. */
    static String layers(String step) {
        String[] layers = step.split(" \\+ ");
        String module = layers[0].substring(0, layers[0].lastIndexOf('.') + 1);
        for (String layer : layers) {
            while (!layer.startsWith(module)) {
                module = module.substring(0, module.lastIndexOf('.', module.length() - 2) + 1);
            }
        }
        return step.replace(" + " + module, " + ");
    }

    private double ceiling() {
        return median(ceilings.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private double median(ToLongFunction<Profile> nanos) {
        return median(runs.stream().mapToDouble(nanos::applyAsLong).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static String fact(String name, String format, Object... values) {
        return Printable.escaped(
                String.format(Locale.ROOT, "%-18s ", name) + String.format(Locale.ROOT, format, values));
    }
}
