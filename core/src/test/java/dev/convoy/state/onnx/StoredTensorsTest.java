package dev.convoy.state.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.convoy.state.DType;
import dev.convoy.state.MalformedFileException;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTensorsTest {

    @TempDir
    private Path top;

    private Path folder;

    @BeforeEach
    void dataBesideTheModel() throws IOException {
        folder = Files.createDirectories(top.resolve("model"));
        Files.createDirectories(folder.resolve("inner"));
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(9).putFloat(1).putFloat(2);
        Files.write(folder.resolve("weights.bin"), bytes.array());
        Files.write(folder.resolve("inner/weights.bin"), bytes.array());
        Files.write(top.resolve("secret.bin"), bytes.array());
    }

    private static Tensor sum(TensorProto.Builder c) throws IOException {
        return model(c).run(Shape.of(1, 2), 10, 20);
    }

    private static SmallModel model(TensorProto.Builder c) {
        SmallModel model = SmallModel.of(13, -1, 2).node("Add x c -> y");
        model.graph.addInitializer(c);
        return model;
    }

    @ParameterizedTest
    @CsvSource({"10, 15360, 16384", "16, 16256, 16384"})
    void halvesAreStoredInIntegersOrRaw(int type, int one, int two) throws IOException {
        TensorProto.Builder typed =
                SmallModel.tensor("c", type, Shape.of(2)).addInt32Data(one).addInt32Data(two);
        assertThat(sum(typed).array()).containsExactly(11, 22);
        ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) one).putShort((short) two);
        TensorProto.Builder raw =
                SmallModel.tensor("c", type, Shape.of(2)).setRawData(ByteString.copyFrom(bytes.array()));
        assertThat(sum(raw).array()).containsExactly(11, 22);
    }

    @Test
    void doublesAreRounded() throws IOException {
        assertThat(sum(SmallModel.tensor("c", 11, Shape.of(2)).addDoubleData(1).addDoubleData(2))
                        .array())
                .containsExactly(11, 22);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 9, 12, 13})
    void integersOfAllKindsAreSizes(int type) throws IOException {
        TensorProto.Builder one = SmallModel.tensor("c", type, Shape.of(1));
        one = type < 12 ? one.addInt32Data(1) : one.addUint64Data(1);
        SmallModel model = SmallModel.of(13, -1, 2).node("Gather x c -> y", "axis", 1);
        model.graph.addInitializer(one);
        assertThat(model.run(Shape.of(1, 2), 10, 20).array()).containsExactly(20);
        assertThat(model.read().stateDict().entry("c").dtype()).isNotEqualTo(DType.F32);
    }

    private static TensorProto.Builder external(String... entries) {
        TensorProto.Builder tensor = SmallModel.tensor("c", SmallModel.FLOAT, Shape.of(2))
                .setDataLocation(TensorProto.DataLocation.EXTERNAL);
        for (int i = 0; i < entries.length; i += 2) {
            tensor.addExternalData(
                    StringStringEntryProto.newBuilder().setKey(entries[i]).setValue(entries[i + 1]));
        }
        return tensor;
    }

    private OnnxModel read(TensorProto.Builder c) throws IOException {
        Path path = folder.resolve("model.onnx");
        Files.write(path, model(c).bytes());
        return OnnxFile.read(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights.bin", "inner/weights.bin", "./weights.bin"})
    void dataInTheModelsFolderIsRead(String location) throws IOException {
        OnnxModel model = read(external("location", location, "offset", "4", "length", "8"));
        Tensor y = model.graph()
                .forward(Tensor.of(Shape.of(1, 2), 10, 20), List.of("y"))
                .get("y");
        assertThat(y.array()).containsExactly(11, 22);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.bin",
                "inner/../../secret.bin",
                "inner/../weights.bin",
                "/etc/passwd",
                "..\\secret.bin",
                "C:secret.bin",
                "link.bin",
                "linked/secret.bin",
                ""
            })
    void dataOutsideIsRefused(String location) throws IOException {
        Files.createSymbolicLink(folder.resolve("link.bin"), top.resolve("secret.bin"));
        Files.createSymbolicLink(folder.resolve("linked"), top);
        assertThatThrownBy(() -> read(external("location", location)))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("tensor 'c' has external data at '" + location + "'")
                .hasMessageContaining("not inside the model's folder");
    }

    @Test
    void aLinkWithinTheFolderIsFollowed() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.bin"), Path.of("weights.bin"));
        assertThat(read(external("location", "link.bin", "offset", "4")).outputs())
                .containsExactly("y");
    }

    @ParameterizedTest
    @CsvSource({
        "offset, 8, takes bytes 8 to 16 of 'weights.bin'",
        "offset, -4, has external data with offset '-4'",
        "offset, 99999999999999999999, which is no number of bytes",
        "offset, 9223372036854775807, but that file has 12",
        "length, 4, takes 8 bytes",
        "length, 4000000000, takes 8 bytes",
        "location, other.bin, gives 'location' of its external data twice"
    })
    void placesAreChecked(String key, String value, String message) {
        assertThatThrownBy(() -> read(external("location", "weights.bin", key, value)))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsNoFileIsRefused() {
        assertThatThrownBy(() -> read(external("location", "missing.bin")))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("has external data in 'missing.bin', which does not exist");
        assertThatThrownBy(() -> read(external("location", "inner")))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("which is no regular file");
        assertThatThrownBy(() -> read(external()))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("without a location");
    }

    @Test
    void tensorsDoNotShareTheirBytes() throws IOException {
        SmallModel model = model(external("location", "weights.bin"));
        model.graph.addInitializer(external("location", "weights.bin").setName("d"));
        Path path = folder.resolve("model.onnx");
        Files.write(path, model.bytes());
        assertThatThrownBy(() -> OnnxFile.read(path))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("tensor 'd' and those before it take more bytes of 'weights.bin' than it has");
    }
}
