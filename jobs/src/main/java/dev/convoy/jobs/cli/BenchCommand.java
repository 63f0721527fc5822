package dev.convoy.jobs.cli;

import dev.convoy.Machine;
import dev.convoy.Model;
import dev.convoy.graph.plan.Profile;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.report.BenchTable;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code convoy bench}: what a model takes on this machine, step by step. */
@Command(
        name = "bench",
        description = "Measures a model on this machine, step by step, beside what the core can do at most.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class)
final class BenchCommand implements Callable<Integer> {

    private static final int WARM_UP_RUNS = 5;
    private static final int WARM_UP_SECONDS = 3;

    @Mixin
    private ModelOptions model;

    @Mixin
    private PartOptions part;

    @Mixin
    private ComputeOptions compute;

    @Option(names = "--batch", paramLabel = "N", description = "Images that run together. Default: 8.")
    private int batch = 8;

    @Option(
            names = "--input-shape",
            split = ",",
            paramLabel = "C,H,W",
            description = "The shape of an image, for example 3,224,224; an architecture's own if not given.")
    private int[] inputShape;

    @ArgGroup
    private Length length = new Length();

    @Spec
    private CommandSpec spec;

    /** How long is measured: one or the other. */
    private static final class Length {

        @Option(names = "--seconds", paramLabel = "S", description = "How long is measured. Default: 10.")
        private int seconds = 10;

        @Option(names = "--runs", paramLabel = "N", description = "How many runs are measured.")
        private Integer runs;

        boolean reached(int done, long since) {
            return runs != null ? done >= runs : done > 0 && isOver(seconds, since);
        }
    }

    @Override
    public Integer call() throws ConfigurationException {
        compute.check();
        ComputeOptions.requirePositive("--batch", batch);
        ComputeOptions.requirePositive("--seconds", length.seconds);
        ComputeOptions.requirePositive("--runs", length.runs == null ? 1 : length.runs);
        Model loaded = model.loadOrDraw(part.layers()).precision(compute.precision());
        Shape shape = shape(loaded);
        Tensor input = CallerFiles.read(() -> {
            loaded.outputShapes(shape);
            loaded.requireIndependentImages(shape);
            return Generator.manualSeed(0).randn(shape);
        });
        spec.commandLine().getOut().println(measure(loaded, input));
        return Failures.DONE;
    }

    /** The shape of a batch. */
    private Shape shape(Model loaded) throws ConfigurationException {
        if (inputShape == null) {
            return PartOptions.ownShape(loaded, "C,H,W").with(0, batch);
        }
        int[] sizes = new int[inputShape.length + 1];
        sizes[0] = batch;
        System.arraycopy(inputShape, 0, sizes, 1, inputShape.length);
        return CallerFiles.read(() -> Shape.of(sizes));
    }

    private BenchTable measure(Model loaded, Tensor input) {
        long begun = System.nanoTime();
        for (int run = 0; run < WARM_UP_RUNS || !isOver(WARM_UP_SECONDS, begun); run++) {
            loaded.profile(input, compute.threads());
            Machine.multiplyAddsPerSecond();
        }
        List<Profile> runs = new ArrayList<>();
        List<Double> ceilings = new ArrayList<>();
        begun = System.nanoTime();
        while (!length.reached(runs.size(), begun)) {
            runs.add(loaded.profile(input, compute.threads()));
            Machine.multiplyAddsPerSecond().ifPresent(ceilings::add);
        }
        return new BenchTable(loaded.name(), input.shape(), compute.precision(), compute.threads(), runs, ceilings);
    }

    private static boolean isOver(int seconds, long since) {
        return System.nanoTime() - since > TimeUnit.SECONDS.toNanos(seconds);
    }
}
