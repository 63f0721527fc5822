package dev.convoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.graph.Graph;
import dev.convoy.graph.Tinynet;
import dev.convoy.state.StateDict;
import dev.convoy.state.file.StateDictFile;
import dev.convoy.state.npy.Npy;
import dev.convoy.state.npy.Npz;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One network of torch's, its weights in every form: the same output and the same activation of every module. */
class WeightFormatsTest {

    @TempDir
    Path directory;

    /** Half and bfloat16 hold the weights themselves to 11 and 8 bits: their tolerance is what that rounding moves. */
    @ParameterizedTest
    @CsvSource({
        "state_dict.safetensors, 1e-5",
        "state_dict.pth, 1e-5",
        "state_dict_legacy.pth, 1e-5",
        "state_dict_views.pth, 1e-5",
        "checkpoint_dataparallel.pth, 1e-5",
        "state_dict.npz, 1e-5",
        "state_dict_compressed.npz, 1e-5",
        "state_dict_half.pth, 1e-2",
        "state_dict_bf16.pth, 1e-1",
    })
    void everyFormatGivesEveryActivation(String file, float tolerance) throws IOException {
        expectActivations(StateDictFile.read(Tinynet.FIXTURES.resolve(file)), tolerance);
    }

    @Test
    void whatIsConvertedGivesTheSameBits() throws IOException {
        StateDict weights = StateDictFile.read(Tinynet.FIXTURES.resolve("state_dict_legacy.pth"));
        Safetensors.write(directory.resolve("w.safetensors"), weights);
        Npz.write(directory.resolve("w.npz"), weights);
        Tensor expected = output(weights);

        for (String file : List.of("w.safetensors", "w.npz")) {
            StateDict converted = StateDictFile.read(directory.resolve(file));
            assertThat(output(converted).sameBits(expected)).as(file).isTrue();
            assertThat(converted.names()).as(file).containsExactlyInAnyOrderElementsOf(weights.names());
        }
    }

    private static Tensor output(StateDict weights) throws IOException {
        Graph graph = Tinynet.graph(weights);
        return graph.forward(Tinynet.input(), List.of("fc")).get("fc");
    }

    private static void expectActivations(StateDict weights, float tolerance) throws IOException {
        StateDict expected = Tinynet.activations();
        Map<String, Tensor> outputs = Tinynet.graph(weights).forward(Tinynet.input(), expected.names());
        assertThat(outputs).hasSize(23);
        outputs.forEach((name, output) -> expectClose(output, expected.tensor(name), tolerance, name));
        expectClose(outputs.get("fc"), Npy.read(Tinynet.FIXTURES.resolve("output.npy")), tolerance, "output");
    }

    private static void expectClose(Tensor actual, Tensor expected, float tolerance, String name) {
        assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
        for (int i = 0; i < expected.array().length; i++) {
            assertThat(actual.array()[i]).as("%s [%d]", name, i).isCloseTo(expected.array()[i], within(tolerance));
        }
    }
}
