package dev.convoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of files, layers and keys that would write over a terminal, in messages and tables. */
class HostileNamesTest {

    private static final String HOSTILE = "x\u001b[2J\ny\u202e";
    private static final String SHOWN = "x\\u001b[2J\\u000ay\\u202e";
    private static final String LAYER = "layers = [{ name = \"x\\u001b[2J\\ny\\u202e\", type = Conv2d, in_channels = 3,"
            + " out_channels = 2, kernel_size = 1 }]\n";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void place() throws IOException {
        file = directory.resolve(HOSTILE + ".conf");
        Files.writeString(file, "weights = w.safetensors\n" + LAYER);
    }

    @Test
    void aSummaryShowsThemEscaped() throws IOException {
        Summary summary = Model.describe(file.toString()).summary(Shape.of(1, 3, 4, 4));
        assertThat(summary.rows().get(0).layer()).isEqualTo(HOSTILE);
        assertThat(summary.toString().lines()).hasSize(6);
        assertThat(summary.toString()).contains("\n" + SHOWN + " ").doesNotContain("\u001b", "\u202e");
    }

    @Test
    void messagesShowThemEscaped() throws IOException {
        Model model = Model.describe(file.toString());
        shown(() -> model.summary(Shape.of(1, 4, 4, 4)), SHOWN + " (Conv2d) expects 3 input channels but receives 4");
        shown(() -> model.cut("nix"), "there are '" + SHOWN + "'");
        shown(() -> model.cut(HOSTILE + 1), "there is no layer '" + SHOWN + "1'");

        Safetensors.write(
                directory.resolve("w.safetensors"),
                StateDict.builder().put(HOSTILE, Tensor.zeros(Shape.of(2))).build());
        shown(() -> Model.load(file), "the weights do not fit the network:\n  '" + SHOWN + ".weight' [2, 3, 1, 1] is");
        shown(() -> Model.load(file), ";\n  '" + SHOWN + "' [2] belongs to no layer");
        Files.writeString(directory.resolve("w.safetensors"), "no weights");
        shown(() -> Model.load(file), "w.safetensors: at byte 0: this is no file of weights");

        Files.writeString(file, LAYER.replace("kernel_size", "\"k\\u001b\""));
        shown(() -> Model.describe(file.toString()), SHOWN + ".conf:1: layer '" + SHOWN + "': Conv2d needs");
        Files.writeString(file, LAYER.replace("kernel_size = 1", "kernel_size = 1, \"k\\u001b\" = 2"));
        shown(() -> Model.describe(file.toString()), "Conv2d has no argument 'k\\u001b'; it takes");
        Files.writeString(file, "weights = \"../\\u001b\"\n" + LAYER);
        shown(() -> Model.load(file), "names its weights '../\\u001b', which lie outside of its folder");
        Files.writeString(file, "layers = [\u001b");
        shown(() -> Model.describe(file.toString()), SHOWN + ".conf: 1: ");
    }

    @Test
    void aMalformedFileIsNamedEscaped() throws IOException {
        Path onnx = Files.writeString(directory.resolve(HOSTILE + ".onnx"), "nothing");
        shown(() -> Model.describe(onnx.toString()), SHOWN + ".onnx: ");
        MalformedFileException e = new MalformedFileException(HOSTILE, 7, "tensor '" + HOSTILE + "' is cut");
        assertThat(e.path()).isEqualTo(HOSTILE);
        assertThat(e.reason()).isEqualTo("tensor '" + SHOWN + "' is cut");
        assertThat(e).hasMessage(SHOWN + ": at byte 7: tensor '" + SHOWN + "' is cut");
    }

    @Test
    void theNamesThemselvesAreKept() throws IOException {
        Safetensors.write(
                directory.resolve("w.safetensors"),
                Model.describe(file.toString())
                        .initialised(Generator.manualSeed(0))
                        .stateDict());
        Model model = Model.load(file.toString(), Optional.empty());
        assertThat(model.name()).isEqualTo(HOSTILE);
        assertThat(model.layers()).containsExactly(HOSTILE);
        assertThat(model.stateDict().names()).containsExactly(HOSTILE + ".weight", HOSTILE + ".bias");
    }

    private static void shown(ThrowingCallable call, String message) {
        assertThatThrownBy(call).hasMessageContaining(message).message().doesNotContain("\u001b", "\u202e", "[2J\ny");
    }
}
