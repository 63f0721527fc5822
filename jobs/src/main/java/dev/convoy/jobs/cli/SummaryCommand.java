package dev.convoy.jobs.cli;

import dev.convoy.Model;
import dev.convoy.Summary;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.tensor.Shape;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "The model's description.")
    private Path model;

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
        Model described = CallerFiles.read(() -> Model.describe(model));
        Summary summary = CallerFiles.read(() -> described.summary(Shape.of(inputShape)));
        spec.commandLine().getOut().println(summary);
        return Failures.DONE;
    }
}
