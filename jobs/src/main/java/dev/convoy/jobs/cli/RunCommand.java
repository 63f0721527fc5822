package dev.convoy.jobs.cli;

import dev.convoy.Model;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.state.npy.Npy;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code convoy run}: one tensor through a model. */
@Command(
        name = "run",
        description = "Runs a model on one tensor.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class)
final class RunCommand implements Callable<Integer> {

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "The model's description.")
    private Path model;

    @Option(names = "--input", required = true, paramLabel = "X.npy", description = "The batch: float32 [N, C, H, W].")
    private Path input;

    @Option(names = "--output", required = true, paramLabel = "Y.npy", description = "Where the output is written.")
    private Path output;

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            description = "The layer whose output is written; the last one if not given.")
    private String layer;

    @Override
    public Integer call() throws ConfigurationException, IOException {
        CallerFiles.requirePlace(output);
        Model loaded = CallerFiles.read(() -> Model.load(model));
        Tensor batch = CallerFiles.read(() -> Npy.read(input));
        List<String> layers = loaded.layers();
        String asked = layer == null ? layers.get(layers.size() - 1) : layer;
        Tensor result =
                CallerFiles.read(() -> loaded.forward(batch, List.of(asked)).get(asked));
        Npy.write(output, result);
        return Failures.DONE;
    }
}
