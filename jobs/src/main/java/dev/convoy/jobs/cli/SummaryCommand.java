package dev.convoy.jobs.cli;

import dev.convoy.Model;
import dev.convoy.Summary;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.tensor.Shape;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code convoy summary}: a model layer by layer. */
@Command(
        name = "summary",
        description = "Lists a model's layers: output shapes, parameters, multiply-adds.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class)
final class SummaryCommand implements Callable<Integer> {

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--layers",
            split = ",",
            paramLabel = "a,b",
            description = "Only what these layers need; the whole model if not given.")
    private List<String> layers = List.of();

    @Option(
            names = "--input-shape",
            required = true,
            split = ",",
            paramLabel = "N,C,H,W",
            description = "The shape of a batch, for example 1,3,224,224.")
    private int[] inputShape;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws ConfigurationException {
        Model described = model.describe(layers);
        Summary summary = CallerFiles.read(() -> described.summary(Shape.of(inputShape)));
        spec.commandLine().getOut().println(summary);
        return Failures.DONE;
    }
}
