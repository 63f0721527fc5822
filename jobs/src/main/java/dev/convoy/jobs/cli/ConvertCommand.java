package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.state.StateDict;
import dev.convoy.state.arrow.ArrowFile;
import dev.convoy.state.file.StateDictFile;
import dev.convoy.state.npy.Npz;
import dev.convoy.state.onnx.OnnxFile;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.state.torch.TorchFile;
import dev.convoy.tensor.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code convoy convert}: weights from any format that is read to one that is written. */
@Command(
        name = "convert",
        description = "Writes weights of any format as safetensors, npz or Arrow; nothing in a pickle is run.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class)
final class ConvertCommand implements Callable<Integer> {

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description =
                    "Weights: safetensors or the index of its shards, .pth, .npz or Arrow, told by content; .onnx, by name.")
    private Path input;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "Where they are written: a .safetensors, .npz or .arrow file, or a"
                    + " .safetensors.index.json with its shards of 1 GB.")
    private Path output;

    @Option(
            names = "--key",
            paramLabel = "NAME",
            description = "Where in a .pth the weights are, for example ema.shadow; found by itself if not given.")
    private String key;

    @Spec
    private CommandSpec spec;

    /** What a shard holds where weights are split: as much as an upload takes. */
    private static final long SHARD = 1_000_000_000;

    private interface Writer {
        void write(Path path, StateDict weights) throws IOException;
    }

    private static final Map<String, Writer> WRITERS = new TreeMap<>(Map.of(
            ".arrow", ArrowFile::write,
            ".npz", Npz::write,
            ".safetensors", Safetensors::write,
            ".safetensors.index.json", (index, weights) -> Safetensors.writeSharded(index, weights, SHARD)));

    @Override
    public Integer call() throws ConfigurationException, IOException {
        CallerFiles.requirePlace(output);
        Writer writer = WRITERS.entrySet().stream()
                .filter(format -> output.toString().endsWith(format.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        output + ": expected a name that ends in " + String.join(", ", WRITERS.keySet())));
        StateDict weights = CallerFiles.read(this::read);
        writer.write(output, weights);
        spec.commandLine()
                .getOut()
                .println(Printable.escaped(output.toString()) + ": "
                        + weights.names().size() + " tensors");
        return Failures.DONE;
    }

    private StateDict read() throws IOException {
        if (key != null) {
            return TorchFile.read(input, key);
        }
        return input.toString().endsWith(".onnx") ? OnnxFile.read(input).stateDict() : StateDictFile.read(input);
    }
}
