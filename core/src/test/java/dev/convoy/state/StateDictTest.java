package dev.convoy.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class StateDictTest {

    private static final Tensor PAIR = Tensor.of(Shape.of(2), 1, 2);

    @Test
    void keepsNamesAndMetadataInOrder() {
        StateDict state = StateDict.builder()
                .metadata("format", "pt")
                .metadata("a", "b")
                .put("z", PAIR)
                .put("a", PAIR)
                .build();

        assertThat(state.names()).containsExactly("z", "a");
        assertThat(state.metadata().keySet()).containsExactly("format", "a");
        assertThat(state.contains("z")).isTrue();
        assertThat(state.contains("y")).isFalse();
        assertThat(state.entry("z")).hasToString("F32 [2]");
        assertThat(state.entry("z").byteCount()).isEqualTo(8);
    }

    @Test
    void givesBackATensorWithoutACopyAndItsBytesLittleEndian() {
        StateDict state = StateDict.builder().put("a", PAIR).build();

        assertThat(state.tensor("a")).isSameAs(PAIR);
        assertThat(state.entry("a").bytes().getFloat(4)).isEqualTo(2);
        assertThat(state.entry("a").bytes().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void readsStoredBytesAsOftenAsAsked() {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, -1).putFloat(4, 1.5f).putFloat(8, -2).position(4);
        StateDict state =
                StateDict.builder().put("a", DType.F32, Shape.of(1, 2), bytes).build();

        for (int time = 0; time < 2; time++) {
            assertThat(state.tensor("a").sameBits(Tensor.of(Shape.of(1, 2), 1.5f, -2)))
                    .isTrue();
        }
    }

    @Test
    void nobodyCanChangeIt() {
        StateDict state = StateDict.builder()
                .put("a", DType.U8, Shape.of(1), ByteBuffer.allocate(1))
                .build();

        assertThatThrownBy(() -> state.entry("a").bytes().put((byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
        assertThatThrownBy(() -> state.names().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> state.metadata().put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aMissingNameIsRefusedWithTheNearestOnes() {
        StateDict.Builder builder = StateDict.builder().source("w.safetensors");
        for (int i = 0; i < 9; i++) {
            builder.put("layer" + i + ".weight", PAIR);
        }
        StateDict state = builder.put("module.fc.bias", PAIR).build();

        assertThatThrownBy(() -> state.tensor("layer3.wieght"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "w.safetensors: there is no tensor 'layer3.wieght'; the nearest of the 10 there "
                                + "are: 'layer3.weight', 'layer0.weight', ");
        assertThatThrownBy(() -> state.tensor("fc.bias")).hasMessageContaining("are: 'module.fc.bias', ");
        assertThatThrownBy(() -> StateDict.builder().put("a", PAIR).build().tensor("b"))
                .hasMessage("state dict: there is no tensor 'b'; there are 'a'");
        assertThatThrownBy(() -> StateDict.builder().build().tensor("b"))
                .hasMessage("state dict: there is no tensor 'b'; there are no tensors at all");
    }

    @Test
    void anUnrepresentableValueIsRefusedNamingFileAndTensor() {
        StateDict state = StateDict.builder()
                .source("w.safetensors")
                .put("n", DType.I32, Shape.of(), ByteBuffer.wrap(new byte[] {1, 1, 1, 1}))
                .build();

        assertThatThrownBy(() -> state.tensor("n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("w.safetensors: tensor 'n' is of type I32 and its element 0, 16843009, is not exactly a "
                        + "float32");
    }

    @Test
    void twoTensorsOfOneNameAreRefused() {
        assertThatThrownBy(() -> StateDict.builder().put("a", PAIR).put("a", PAIR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is a tensor 'a' already");
    }

    @Test
    void bytesThatDoNotFitTheShapeAreRefused() {
        assertThatThrownBy(() -> StateDict.builder().put("a", DType.F16, Shape.of(3), ByteBuffer.allocate(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor 'a' of type F16 and shape [3] takes 6 bytes, but receives 5");
        assertThatThrownBy(() -> StateDict.builder().put("a", DType.F4, Shape.of(3), ByteBuffer.allocate(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 elements of F4 are 12 bits, which do not fill whole bytes");
    }
}
