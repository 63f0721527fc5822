package dev.convoy.state.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.DType;
import dev.convoy.state.LogCapture;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.state.Tinynet;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {"state_dict.pth", "state_dict_legacy.pth", "state_dict_views.pth", "checkpoint_dataparallel.pth"
            })
    void readsEveryFormToTheSameTensorsInTheSameOrder(String name) throws IOException {
        Path file = Files.write(directory.resolve(name), Tinynet.bytes(name));

        Tinynet.assertSame(TorchFile.read(file));
        Tinynet.assertSame(TorchFile.read(name, Tinynet.bytes(name)));
        assertThat(TorchFile.read(file).source()).isEqualTo(file.toString());
    }

    @Test
    void halvesAreExactlyTheRoundedValues() throws IOException {
        assertRounded(TorchFile.read("half", Tinynet.bytes("state_dict_half.pth")), DType.F16, -14, 10);
        assertRounded(TorchFile.read("bf16", Tinynet.bytes("state_dict_bf16.pth")), DType.BF16, -126, 7);
    }

    private static void assertRounded(StateDict state, DType dtype, int smallestExponent, int fractionBits)
            throws IOException {
        StateDict expected = Tinynet.expected();
        Tinynet.assertInOrder(state);
        for (String name : expected.names()) {
            if (expected.entry(name).dtype() == DType.I64) {
                assertThat(state.entry(name).bytes())
                        .isEqualTo(expected.entry(name).bytes());
                continue;
            }
            assertThat(state.entry(name).dtype()).as(name).isEqualTo(dtype);
            Tensor exact = expected.tensor(name);
            float[] rounded = exact.array().clone();
            for (int i = 0; i < rounded.length; i++) {
                int exponent = Math.max(Math.getExponent(rounded[i]), smallestExponent);
                double step = Math.scalb(1.0, exponent - fractionBits);
                rounded[i] = (float) (Math.rint(rounded[i] / step) * step);
            }
            assertThat(state.tensor(name).shape()).isEqualTo(exact.shape());
            assertThat(state.tensor(name).array()).as(name).containsExactly(rounded);
        }
    }

    @Test
    void thePrefixOfDataParallelIsRemovedAndTheNestingFoundWhichIsLogged() throws IOException {
        try (LogCapture log = new LogCapture(TorchFile.class)) {
            TorchFile.read("x.pth", Tinynet.bytes("checkpoint_dataparallel.pth"));

            assertThat(log.messages())
                    .containsExactly(
                            "x.pth: the weights are those under 'state_dict'",
                            "x.pth: all names begin with 'module.', which is removed");
        }
    }

    @Test
    void weightsAreReadUnderAKey() throws IOException {
        Path file = Files.write(directory.resolve("c.pth"), Tinynet.bytes("checkpoint_dataparallel.pth"));

        Tinynet.assertSame(TorchFile.read(file, "state_dict"));
        assertThatThrownBy(() -> TorchFile.read(file, "ema"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": there are no weights under the key 'ema'; there are some under 'state_dict' "
                        + "(38 entries)");
    }

    @Test
    void wholeModelsAreRefusedNamingTheClass() throws IOException {
        byte[] bytes = Tinynet.bytes("whole_model_must_be_refused.pth");

        assertThatThrownBy(() -> TorchFile.read("model.pth", bytes))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith("model.pth: at byte ")
                .hasMessageEndingWith(
                        "the pickle refers to '__main__.Tiny', which is not part of a state dict: this is "
                                + "probably a whole model or a checkpoint with Python objects in it, which only Python code can "
                                + "rebuild. Nothing in it was run. Save the weights alone, in Python: "
                                + "torch.save(model.state_dict(), path)");
    }

    @Test
    void maliciousPicklesAreRefusedNamingTheFunctionAndNothingRuns() throws IOException {
        Path proof = Path.of("/tmp/pwned_by_pickle");
        boolean before = Files.exists(proof);
        byte[] bytes = Tinynet.bytes("malicious_must_be_refused.pth");

        assertThatThrownBy(() -> TorchFile.read("model.pth", bytes))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("the pickle refers to 'posix.system', which weights never need and which can run "
                        + "any code: the file is probably malicious, and loading it in Python may run that code. "
                        + "Nothing in it was run here.");

        assertThat(Files.exists(proof)).isEqualTo(before);
        assertThat(before).as("left by something else").isFalse();
    }
}
