package dev.convoy.jobs.cli;

import dev.convoy.Model;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.state.StateDict;
import dev.convoy.state.npy.Npy;
import dev.convoy.state.npy.Npz;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convoy run}: one tensor through a model. */
@Command(
        name = "run",
        description = "Runs a model on one tensor.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class)
final class RunCommand implements Callable<Integer> {

    @Mixin
    private ModelOptions model;

    @Mixin
    private ComputeOptions compute;

    @Option(names = "--input", required = true, paramLabel = "X.npy", description = "The batch: float32 [N, C, H, W].")
    private Path input;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "Y.npy",
            description = "Where the output is written; an .npz for several layers.")
    private Path output;

    @Option(
            names = {"--layers", "--layer"},
            split = ",",
            paramLabel = "a,b",
            description = "The layers whose outputs are written; the last one if not given.")
    private List<String> layers = List.of();

    @Override
    public Integer call() throws ConfigurationException, IOException {
        CallerFiles.requirePlace(output);
        boolean archive = output.toString().endsWith(".npz");
        if (layers.size() > 1 && !archive) {
            throw new ConfigurationException(
                    output + ": expected an .npz, which holds the outputs of " + layers.size() + " layers by name");
        }
        compute.check();
        Model loaded = model.load(layers).precision(compute.precision());
        Tensor batch = CallerFiles.read(() -> Npy.read(input));
        Map<String, Tensor> outputs = CallerFiles.read(() -> loaded.outputs(batch, compute.threads()));
        if (archive) {
            StateDict.Builder tensors = StateDict.builder();
            outputs.forEach(tensors::put);
            Npz.write(output, tensors.build());
        } else {
            Npy.write(output, outputs.values().iterator().next());
        }
        return Failures.DONE;
    }
}
