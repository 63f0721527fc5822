package dev.convoy.state.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.DType;
import dev.convoy.state.StateDict;
import dev.convoy.state.Tinynet;
import dev.convoy.state.torch.TorchFile;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrowFileTest {

    @TempDir
    Path directory;

    private StateDict writtenAndRead(StateDict state) throws IOException {
        Path path = directory.resolve("state_dict.arrow");
        ArrowFile.write(path, state);
        StateDict back = ArrowFile.read(path);
        assertThat(back.source()).isEqualTo(path.toString());
        assertThat(back.metadata()).containsExactlyEntriesOf(state.metadata());
        assertThat(back.names()).containsExactlyElementsOf(state.names());
        return back;
    }

    private static void assertSame(StateDict back, StateDict state) {
        state.entries().forEach((name, entry) -> {
            assertThat(back.entry(name)).as(name).hasToString(entry.toString());
            assertThat(back.entry(name).bytes()).as(name).isEqualTo(entry.bytes());
        });
    }

    @Test
    void weightsComeBackAsTheyWereInTheirOrder() throws IOException {
        Tinynet.assertSame(writtenAndRead(TorchFile.read("x", Tinynet.bytes("state_dict.pth"))));

        StateDict safetensors = Tinynet.expected();
        assertSame(writtenAndRead(safetensors), safetensors);
    }

    @Test
    void aFileInMemoryIsReadAsOneOnDisk() throws IOException {
        Path path = directory.resolve("x");
        ArrowFile.write(path, Tinynet.expected());

        StateDict back = ArrowFile.read("memory", Files.readAllBytes(path));

        assertThat(back.source()).isEqualTo("memory");
        assertSame(back, Tinynet.expected());
    }

    @Test
    void everyTypeThatArrowHasComesBackWithItsMetadata() throws IOException {
        StateDict.Builder builder = StateDict.builder()
                .metadata("format", "pt")
                .metadata("ключ", "")
                .put("ünïcode", Tensor.of(Shape.of(2), 1, 2))
                .put("", Tensor.of(Shape.of(), 3))
                .put("empty", Tensor.zeros(Shape.of(0, 4)));
        for (DType dtype : DType.values()) {
            if (ValueType.stored(dtype).filter(dtype::equals).isPresent()) {
                byte[] bytes = new byte[11 * dtype.bits() / 8];
                bytes[0] = 1;
                bytes[10] = 1;
                builder.put(dtype.name(), dtype, Shape.of(11, 1), ByteBuffer.wrap(bytes));
            }
        }
        StateDict state = builder.build();
        assertThat(state.names()).contains("BOOL", "U8", "I8", "U16", "I16", "U32", "I32", "U64", "I64", "F16", "F64");

        assertSame(writtenAndRead(state), state);
    }

    @Test
    void bfloat16IsWrittenAsTheFloat32ThatItIs() throws IOException {
        StateDict halves = TorchFile.read("x", Tinynet.bytes("state_dict_bf16.pth"));

        StateDict back = writtenAndRead(halves);

        assertThat(halves.entry("conv1.weight").dtype()).isEqualTo(DType.BF16);
        assertThat(back.entry("conv1.weight").dtype()).isEqualTo(DType.F32);
        for (String name : halves.names()) {
            assertThat(back.tensor(name).array()).isEqualTo(halves.tensor(name).array());
        }
    }

    @Test
    void noTensorsAreWrittenAndReadToo() throws IOException {
        assertThat(writtenAndRead(StateDict.builder().build()).names()).isEmpty();
    }

    @Test
    void whatArrowCannotHoldIsNotWritten() {
        StateDict eighth = StateDict.builder()
                .put("w", DType.F8_E4M3, Shape.of(1), ByteBuffer.allocate(1))
                .build();
        StateDict surrogate =
                StateDict.builder().put("\ud800", Tensor.of(Shape.of(), 1)).build();
        Path path = directory.resolve("refused");

        assertThatThrownBy(() -> ArrowFile.write(path, eighth))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor 'w' is of type F8_E4M3, which Arrow does not have; write it as safetensors, or "
                        + "convert it to F32");
        assertThatThrownBy(() -> ArrowFile.write(path, surrogate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a name or the metadata is not valid Unicode");
        assertThat(path).doesNotExist();
    }
}
