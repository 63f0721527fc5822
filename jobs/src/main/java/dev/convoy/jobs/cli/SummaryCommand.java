package dev.convoy.jobs.cli;

import dev.convoy.Model;
import dev.convoy.Summary;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.tensor.Shape;
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

    @Mixin
    private PartOptions part;

    @Option(
            names = "--input-shape",
            split = ",",
            paramLabel = "N,C,H,W",
            description = "The shape of a batch, for example 1,3,224,224; an architecture's own if not given.")
    private int[] inputShape;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws ConfigurationException {
        Model described = model.describe(part.layers());
        Shape shape = inputShape == null
                ? PartOptions.ownShape(described, "N,C,H,W")
                : CallerFiles.read(() -> Shape.of(inputShape));
        Summary summary = CallerFiles.read(() -> described.summary(shape));
        spec.commandLine().getOut().println(summary);
        return Failures.DONE;
    }
}
