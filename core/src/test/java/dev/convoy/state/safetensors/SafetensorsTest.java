package dev.convoy.state.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.DType;
import dev.convoy.state.StateDict;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

    @TempDir
    Path directory;

    @Test
    void aFileOfTheReferenceLibraryIsWrittenBackByteForByte() throws IOException {
        byte[] original = tinynet();
        Path file = Files.write(directory.resolve("in.safetensors"), original);
        Path copy = directory.resolve("out.safetensors");

        StateDict state = Safetensors.read(file);
        Safetensors.write(copy, state);

        assertThat(copy).hasBinaryContent(original);
        assertThat(Safetensors.toBytes(state)).isEqualTo(original);
        assertThat(Safetensors.toBytes(Safetensors.read("memory", original))).isEqualTo(original);
        assertThat(state.source()).isEqualTo(file.toString());
    }

    @Test
    void readsNamesShapesTypesAndMetadata() throws IOException {
        StateDict state = Safetensors.read("tinynet", tinynet());

        assertThat(state.metadata()).containsExactly(Map.entry("format", "pt"));
        assertThat(state.names()).startsWith("bn1.num_batches_tracked").contains("fc.weight");
        assertThat(state.entry("conv1.weight")).hasToString("F32 [8, 3, 3, 3]");
        assertThat(state.entry("bn1.num_batches_tracked")).hasToString("I64 []");
        assertThat(state.tensor("bn1.num_batches_tracked").shape()).isEqualTo(Shape.of());
        assertThat(state.tensor("conv1.weight").shape()).isEqualTo(Shape.of(8, 3, 3, 3));
    }

    @Test
    void readsFromTheMiddleOfABuffer() throws IOException {
        byte[] file = tinynet();
        ByteBuffer larger = ByteBuffer.allocate(file.length + 20)
                .position(7)
                .put(file)
                .limit(file.length + 7)
                .position(7);

        assertThat(Safetensors.toBytes(Safetensors.read("memory", larger))).isEqualTo(file);
    }

    @Test
    void sortsByTypeDescendingThenByNameInUnicodeOrder() throws IOException {
        StateDict state = StateDict.builder()
                .put("b", Tensor.of(Shape.of(1), 1))
                .put("\ud83d\ude00", Tensor.of(Shape.of(1), 2))
                .put("\uff5e", Tensor.of(Shape.of(1), 3))
                .put("h", DType.F16, Shape.of(2, 2), ByteBuffer.allocate(8))
                .put("n", DType.I64, Shape.of(), ByteBuffer.allocate(8))
                .put("flag", DType.BOOL, Shape.of(0), ByteBuffer.allocate(0))
                .build();

        byte[] bytes = Safetensors.toBytes(state);

        String header = new String(bytes, 8, bytes.length - 8 - 28, StandardCharsets.UTF_8);
        assertThat(header.stripTrailing())
                .isEqualTo("{'n':{'dtype':'I64','shape':[],'data_offsets':[0,8]},".replace('\'', '"')
                        + "'b':{'dtype':'F32','shape':[1],'data_offsets':[8,12]},".replace('\'', '"')
                        + "'\uff5e':{'dtype':'F32','shape':[1],'data_offsets':[12,16]},".replace('\'', '"')
                        + "'\ud83d\ude00':{'dtype':'F32','shape':[1],'data_offsets':[16,20]},".replace('\'', '"')
                        + "'h':{'dtype':'F16','shape':[2,2],'data_offsets':[20,28]},".replace('\'', '"')
                        + "'flag':{'dtype':'BOOL','shape':[0],'data_offsets':[28,28]}}".replace('\'', '"'));
        assertThat(header.getBytes(StandardCharsets.UTF_8).length % 8).isZero();
        assertThat(Safetensors.read("x", bytes).tensor("\ud83d\ude00").at(0)).isEqualTo(2);
    }

    @Test
    void escapesWhatJsonMustEscapeAndReadsItBack() throws IOException {
        String name = "q\"b\\s/\b\f\n\r\t\u0001\u007f\u00e9";
        StateDict state = StateDict.builder()
                .metadata(name, name)
                .put(name, Tensor.of(Shape.of(1), 1))
                .build();

        byte[] bytes = Safetensors.toBytes(state);

        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .contains("\"q\\\"b\\\\s/\\b\\f\\n\\r\\t\\u0001\u007f\u00e9\":{");
        assertThat(Safetensors.read("x", bytes).names()).containsExactly(name);
        assertThat(Safetensors.read("x", bytes).metadata()).containsEntry(name, name);
    }

    @Test
    void anEmptyStateDictIsAFile() throws IOException {
        byte[] bytes = Safetensors.toBytes(StateDict.builder().build());

        assertThat(bytes).hasSize(16);
        assertThat(Safetensors.read("x", bytes).names()).isEmpty();
    }

    @Test
    void namesKeepTheOrderOfTheHeaderWhateverThePlaces() throws IOException {
        StateDict state = Safetensors.read(
                "x",
                MalformedSafetensorsTest.file(
                        "{'b':{'dtype':'U8','shape':[1],'data_offsets':[1,2]},"
                                + "'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1],'extra':{'is':['ignored']}}}",
                        5,
                        6));

        assertThat(state.names()).containsExactly("b", "a");
        assertThat(state.tensor("a").at(0)).isEqualTo(5);
        assertThat(state.tensor("b").at(0)).isEqualTo(6);
    }

    @Test
    void namesThatCannotBeWrittenAreRefused() {
        Tensor tensor = Tensor.of(Shape.of(1), 1);
        assertThatThrownBy(() -> Safetensors.toBytes(
                        StateDict.builder().put("__metadata__", tensor).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("safetensors reserves the name '__metadata__': no tensor can have it");
        assertThatThrownBy(() -> Safetensors.toBytes(
                        StateDict.builder().put("\ud83d", tensor).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a name or the metadata is not valid Unicode");
    }

    private static byte[] tinynet() throws IOException {
        try (InputStream stream =
                SafetensorsTest.class.getResourceAsStream("/fixtures/tinynet/state_dict.safetensors")) {
            return stream.readAllBytes();
        }
    }
}
