package dev.convoy.jobs.cli;

import dev.convoy.Model;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Generator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code convoy init}: weights drawn as torch draws them. */
@Command(
        name = "init",
        description = "Writes weights drawn as torch.manual_seed and torch.nn's defaults draw them.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class)
final class InitCommand implements Callable<Integer> {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description = "A model's description (.conf), or the name of an architecture.")
    private String model;

    @Option(names = "--seed", required = true, paramLabel = "N", description = "The generator's seed.")
    private long seed;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "W.safetensors",
            description = "Where the weights are written.")
    private Path output;

    @Override
    public Integer call() throws ConfigurationException, IOException {
        CallerFiles.requirePlace(output);
        Model described = CallerFiles.read(() -> Model.describe(model));
        Safetensors.write(
                output, described.initialised(Generator.manualSeed(seed)).stateDict());
        return Failures.DONE;
    }
}
