package dev.convoy.jobs.cli;

import dev.convoy.Model;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.tensor.Generator;
import dev.convoy.zoo.Zoo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model a command is about, and where its weights are. */
final class ModelOptions {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description = "A model's description (.conf), an ONNX file (.onnx), or the name of an architecture.")
    private String model;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Its weights: safetensors, .pth, .npz or Arrow; needed for an architecture.")
    private Path weights;

    /** The model with its weights, cut at these layers where any are named. */
    Model load(List<String> layers) throws ConfigurationException {
        return CallerFiles.read(() -> cut(Model.load(model, Optional.ofNullable(weights)), layers));
    }

    /** As {@link #load}; where nothing names the weights of an architecture, they are those torch draws from seed 0. */
    Model loadOrDraw(List<String> layers) throws ConfigurationException {
        return weights == null && Zoo.contains(model)
                ? CallerFiles.read(() -> cut(Model.describe(model), layers).initialised(Generator.manualSeed(0)))
                : load(layers);
    }

    /** The model, perhaps without weights, cut at these layers where any are named. */
    Model describe(List<String> layers) throws ConfigurationException {
        return CallerFiles.read(() -> cut(Model.describe(model), layers));
    }

    private static Model cut(Model model, List<String> layers) {
        return layers.isEmpty() ? model : model.cut(layers.toArray(String[]::new));
    }
}
