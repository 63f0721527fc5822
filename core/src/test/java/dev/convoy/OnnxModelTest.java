package dev.convoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.graph.Tinynet;
import dev.convoy.nn.MixedImagesException;
import dev.convoy.state.npy.Npy;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxModelTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model_legacy_export.onnx",
                "model_legacy_export_unfolded.onnx",
                "model_dynamo_export.onnx",
                "model_external_data.onnx"
            })
    void everyExportIsAModelWithItsWeights(String file) throws IOException {
        String path = Tinynet.FIXTURES.resolve(file).toString();
        Model model = Model.of(ModelFiles.read(path, Optional.empty()));

        Tensor output = model.forward(Tinynet.input());

        Tensor expected = Npy.read(Tinynet.FIXTURES.resolve("output.npy"));
        for (int i = 0; i < expected.array().length; i++) {
            assertThat(output.array()[i]).isCloseTo(expected.array()[i], within(1e-5f));
        }
        assertThat(output.sameBits(Model.describe(path).forward(Tinynet.input())))
                .isTrue();
        assertThat(model.inputShape()).contains(Shape.of(1, 3, 32, 32));
        Tensor layer1 = model.cut("layer1").forward(Tinynet.input());
        assertThat(layer1.shape()).isEqualTo(Shape.of(2, 8, 16, 16));
        model.requireIndependentImages(Tinynet.input().shape());
    }

    /** y = x - x[0:1] and y = x[0:2] of a batch of three; what ONNX Runtime gives stands beside them. */
    @ParameterizedTest
    @CsvSource({"max_pair, b", "slice0_2, y"})
    void aNetworkThatMixesImagesRunsOnAWholeBatchAlone(String name, String node) throws IOException {
        Path folder = Tinynet.FIXTURES.resolveSibling("onnx");
        Tensor input = Npy.read(folder.resolve(name + "_x.npy"));
        Model model = Model.load(folder.resolve(name + ".onnx"));

        assertThat(model.forward(input).sameBits(Npy.read(folder.resolve(name + "_ref.npy"))))
                .isTrue();
        assertThat(model.footprint(input.shape(), 1)).isEmpty();
        assertThatThrownBy(() -> model.requireIndependentImages(input.shape()))
                .isInstanceOf(MixedImagesException.class)
                .hasMessage(
                        name + ": " + node + " (slice) takes images of the batch by their place; images are put into"
                                + " batches as they come, so each needs an output of its own: cut the model before that layer,"
                                + " or compute whole batches one by one");
    }

    /** As Swin's: windows are folded into the batch, then taken out of it. */
    @Test
    void windowsOfImagesDoNotMixThem() throws IOException {
        Path folder = Tinynet.FIXTURES.resolveSibling("onnx");
        Tensor input = Npy.read(folder.resolve("window_partition_x.npy"));
        Model model = Model.load(folder.resolve("window_partition.onnx"));
        model.requireIndependentImages(input.shape());

        Tensor output = model.forward(input);

        Tensor expected = Npy.read(folder.resolve("window_partition_ref.npy"));
        assertThat(output.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.array().length; i++) {
            assertThat(output.array()[i]).isCloseTo(expected.array()[i], within(1e-6f));
        }
    }

    @Test
    void theDigestIsThatOfTheFileWhereverItIs(@TempDir Path directory) throws IOException {
        Path file = Tinynet.FIXTURES.resolve("model_dynamo_export.onnx");
        Path copy = Files.copy(file, directory.resolve("copy.onnx"));
        assertThat(ModelFiles.read(copy.toString(), Optional.empty()).sha256())
                .isEqualTo(ModelFiles.read(file.toString(), Optional.empty()).sha256());
    }

    @Test
    void anOnnxFileBringsItsWeights() {
        String path = Tinynet.FIXTURES.resolve("model_legacy_export.onnx").toString();
        assertThatThrownBy(() -> Model.load(path, Optional.of(Path.of("w.pth"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(path + " holds its weights itself, but w.pth is named as its weights too");
        assertThatThrownBy(() -> Model.describe(path).initialised(Generator.manualSeed(0)))
                .hasMessage(path + " holds its weights itself: there is nothing to initialise");
        assertThatThrownBy(() -> Model.describe("none.onnx"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("none.onnx: there is no such file");
    }
}
