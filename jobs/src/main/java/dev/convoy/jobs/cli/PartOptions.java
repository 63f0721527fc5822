package dev.convoy.jobs.cli;

import dev.convoy.Model;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.tensor.Shape;
import java.util.List;
import picocli.CommandLine.Option;

/** Which part of a model a command is about, and for images of which size where it is given none. */
final class PartOptions {

    @Option(
            names = "--layers",
            split = ",",
            paramLabel = "a,b",
            description = "Only what these layers need; the whole model if not given.")
    private List<String> layers = List.of();

    List<String> layers() {
        return layers;
    }

    /**
     * A batch of one image of the size that the model was designed for.
     *
     * @param form of {@code --input-shape}, which is missing where the model does not tell
     */
    static Shape ownShape(Model model, String form) throws ConfigurationException {
        return model.inputShape()
                .orElseThrow(() -> new ConfigurationException("missing required option --input-shape " + form + ": "
                        + model.name() + " does not tell the size of its images"));
    }
}
