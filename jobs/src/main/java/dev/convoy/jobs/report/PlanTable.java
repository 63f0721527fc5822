package dev.convoy.jobs.report;

import dev.convoy.jobs.feature.Cluster;
import dev.convoy.jobs.feature.Demand;
import dev.convoy.jobs.feature.Extraction;
import dev.convoy.jobs.feature.Measurement;
import dev.convoy.jobs.feature.Sizing;
import dev.convoy.jobs.feature.TaskMemory;
import dev.convoy.jobs.feature.TensorColumn;
import dev.convoy.jobs.source.Listing;
import dev.convoy.tensor.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What a run will take: a line a fact, names left, values right. */
public final class PlanTable {

    private final List<String> lines = new ArrayList<>();
    private final Listing listing;

    /** The table of a run that is divided in this way, on such a cluster. */
    public PlanTable(
            Listing listing,
            Extraction extraction,
            Sizing sizing,
            TaskMemory memory,
            Optional<Demand> demand,
            Measurement measured) {
        this.listing = listing;
        OptionalLong images = listing.images();
        row("images", "%s", count(images));
        listing.bytes().ifPresent(this::input);
        demand.ifPresent(found -> {
            String size = found.image() + (extraction.input().isPresent() ? "" : ", for example");
            row("network input", "%s", size);
            row("multiply-adds", "%,d an image", found.multiplyAdds());
        });
        extraction.tensors().forEach(this::output);
        row("rows", "%s", count(images));
        row("partitions", "%,d", sizing.partitions());
        row("batch size", "%,d", sizing.batchSize());
        demand.ifPresentOrElse(
                found -> memory(found, memory), () -> row("memory", "%s", "not known: the network has no plan"));
        time(measured, memory.cluster());
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }

    private void input(long bytes) {
        String each = listing.images().isPresent() && listing.images().getAsLong() > 0
                ? String.format(
                        Locale.ROOT, ", %,d an image", bytes / listing.images().getAsLong())
                : "";
        row("bytes", "%s%s", bytes(bytes), each);
    }

    private static String count(OptionalLong images) {
        return images.isPresent()
                ? String.format(Locale.ROOT, "%,d", images.getAsLong())
                : "not known before the files are read";
    }

    private void output(TensorColumn tensor) {
        tensor.shape()
                .ifPresentOrElse(
                        shape -> {
                            long rowBytes = tensor.bytes().orElseThrow();
                            String all = listing.images().isPresent()
                                    ? ", " + bytes(rowBytes * listing.images().getAsLong()) + " in all"
                                    : "";
                            row("output " + tensor.name(), "%s, %,d bytes a row%s", shape, rowBytes, all);
                        },
                        () -> row("output " + tensor.name(), "%s", "of a size that varies from image to image"));
    }

    private void memory(Demand demand, TaskMemory memory) {
        row(
                "memory of a model",
                "%s, once an executor: its files %s twice, weights %s, packed %s, in arrays of 16 MiB",
                bytes(demand.modelBytes()),
                bytes(demand.fileBytes()),
                bytes(demand.parameterBytes()),
                bytes(demand.packedBytes()));
        row(
                "memory of a task",
                "%s: workspace %s, input %s, output %s, row groups %s",
                bytes(demand.taskBytes()),
                bytes(demand.workspaceBytes()),
                bytes(demand.inputBytes()),
                bytes(demand.outputBytes()),
                bytes(demand.rowGroupBytes()));
        Cluster cluster = memory.cluster();
        int tasks = cluster.slotsOfExecutor();
        row(
                "an executor",
                "%s: the model and %d task%s, in a heap of %s%s",
                bytes(demand.executorBytes(tasks)),
                tasks,
                tasks == 1 ? "" : "s",
                bytes(cluster.heapBytes()),
                demand.fits(cluster) ? "" : "; that is too little, give it more memory or fewer cores");
        if (demand.anySize()) {
            row(
                    "an image",
                    "%s at most: a batch ends before it takes more, a larger image fails",
                    bytes(memory.bytes()));
        }
    }

    private void time(Measurement measured, Cluster cluster) {
        double seconds = measured.secondsAnImage();
        List<String> phases = new ArrayList<>();
        measured.seconds()
                .forEach((phase, spent) ->
                        phases.add(phase + String.format(Locale.ROOT, " %.0f", 1000 * spent / measured.images())));
        row("measured", "%.0f ms an image: %s", 1000 * seconds, String.join(", ", phases));
        int cores = cluster.slots() * cluster.threads();
        OptionalLong images = listing.images();
        double coreHours = seconds * cluster.threads() * images.orElse(1_000_000) / 3600;
        String what = images.isPresent() ? "" : " for a million images";
        row("core-hours", "%.3g%s, without what writing files takes", coreHours, what);
        row("hours", "%.3g%s on %d core%s", coreHours / cores, what, cores, cores == 1 ? "" : "s");
    }

    private void row(String name, String format, Object... values) {
        lines.add(Printable.escaped(
                String.format(Locale.ROOT, "%-18s ", name) + String.format(Locale.ROOT, format, values)));
    }

    private static String bytes(long value) {
        return value < 1_000_000
                ? String.format(Locale.ROOT, "%,d bytes", value)
                : String.format(Locale.ROOT, "%,.1f MB", value / 1e6);
    }
}
