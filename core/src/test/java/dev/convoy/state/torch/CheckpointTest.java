package dev.convoy.state.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.DType;
import dev.convoy.state.LogCapture;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

    @TempDir
    Path directory;

    @Test
    void weightsAreFoundTwoLevelsDownAndNoDeeper() throws IOException {
        assertThat(read(new Pickle()
                                .op("}")
                                .text("a")
                                .op("}")
                                .text("b")
                                .op("}")
                                .text("w")
                                .tensor(1)
                                .op("sss."))
                        .names())
                .containsExactly("w");
        assertRefused(
                new Pickle()
                        .op("}")
                        .text("a")
                        .op("}")
                        .text("b")
                        .op("}")
                        .text("c")
                        .op("}")
                        .text("w")
                        .tensor(1)
                        .op("ssss."),
                "the file holds no dictionary of tensors, neither outermost nor one or two levels down");
    }

    @Test
    void severalWeightsAreListedAndReadByTheirKey() throws IOException {
        Pickle pickle = new Pickle()
                .op("}(")
                .text("model")
                .op("}")
                .text("w")
                .tensor(1)
                .op("s")
                .text("ema")
                .op("}")
                .text("shadow")
                .op("}")
                .text("v")
                .tensor(2)
                .op("ssu.");
        Path file = Files.write(directory.resolve("several.pth"), pickle.zipped(directory));

        assertThat(TorchFile.read(file).names()).containsExactly("w");
        assertThat(TorchFile.read(file, "ema.shadow").names()).containsExactly("v");

        Pickle ambiguous = new Pickle()
                .op("}(")
                .text("model")
                .op("}")
                .text("w")
                .tensor(1)
                .op("s")
                .text("ema")
                .op("}")
                .text("w")
                .tensor(2)
                .op("su.");
        assertRefused(
                ambiguous,
                "the file holds several dictionaries of tensors, each of which may be the weights: 'model' (1 entries), "
                        + "'ema' (1 entries); say which by its key");
    }

    @Test
    void aDictionarySharedByTwoKeysOrByItselfIsOne() throws IOException {
        Pickle shared = new Pickle()
                .op("}q\000(")
                .text("model")
                .op("}q\001")
                .text("w")
                .tensor(1)
                .op("s")
                .text("ema")
                .op("h\001")
                .text("self")
                .op("h\000u.");
        assertThat(read(shared).names()).containsExactly("w");
    }

    @Test
    void entriesThatAreNoTensorsAreLeftOutWhichIsLogged() throws IOException {
        Pickle pickle = new Pickle()
                .op("}(")
                .text("conv.weight")
                .tensor(1)
                .text("epoch")
                .number(3)
                .text("none")
                .op("Nu.");
        try (LogCapture log = new LogCapture(TorchFile.class)) {
            assertThat(read(pickle).names()).containsExactly("conv.weight");
            assertThat(log.messages())
                    .containsExactly("x: 2 entries beside the weights are no tensors and are left out: [epoch, none]");
        }
    }

    @Test
    void parametersAndTensorsOfAStorageOfBytesAreRead() throws IOException {
        Pickle pickle = new Pickle()
                .op("}(")
                .text("p")
                .global("torch._utils", "_rebuild_parameter")
                .op("(")
                .tensor(3)
                .raw(0x88)
                .op("}tR")
                .text("f8")
                .global("torch._utils", "_rebuild_tensor_v3")
                .op("(")
                .storage("UntypedStorage", "bytes", 4)
                .number(1)
                .tuple(1)
                .tuple(1)
                .raw(0x89)
                .op("}")
                .global("torch", "uint16")
                .op("tRu.")
                .bytesOfStorage("bytes", (byte) 0, (byte) 0, (byte) 1, (byte) 2);

        StateDict state = read(pickle);

        assertThat(state.entry("p")).hasToString("F32 [3]");
        assertThat(state.entry("f8").dtype()).isEqualTo(DType.U16);
        assertThat(state.tensor("f8").array()).containsExactly(0x201);
    }

    @Test
    void ordinaryPythonValuesBesideTheWeightsDoNoHarm() throws IOException {
        Pickle pickle = new Pickle()
                .op("}(")
                .text("args")
                .global("argparse", "Namespace")
                .op(")\u0081}")
                .text("lr")
                .number(1)
                .op("sb")
                .text("best")
                .global("numpy.core.multiarray", "scalar")
                .op("(")
                .global("numpy", "dtype")
                .op("(")
                .text("f8")
                .op("tR")
                .text("12345678")
                .op("tR")
                .text("seen")
                .global("__builtin__", "set")
                .op("]\u0085R")
                .text("w")
                .op("}")
                .text("w")
                .tensor(1)
                .op("su.");

        assertThat(read(pickle).names()).containsExactly("w");
    }

    private StateDict read(Pickle pickle) throws IOException {
        return TorchFile.read("x", pickle.zipped(directory));
    }

    private void assertRefused(Pickle pickle, String message) throws IOException {
        byte[] file = pickle.zipped(directory);
        assertThatThrownBy(() -> TorchFile.read("x", file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(message);
    }
}
