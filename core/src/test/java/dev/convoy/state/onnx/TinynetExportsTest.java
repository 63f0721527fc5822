package dev.convoy.state.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.graph.Graph;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.state.Tinynet;
import dev.convoy.state.npy.Npy;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TinynetExportsTest {

    private static Path path(String export) throws URISyntaxException {
        return Path.of(TinynetExportsTest.class
                .getResource("/fixtures/tinynet/model_" + export + ".onnx")
                .toURI());
    }

    private static Tensor npy(String name) throws IOException {
        return Npy.read(name, Tinynet.bytes(name));
    }

    private static Tensor run(OnnxModel model, Tensor input, String name) {
        return model.graph().forward(input, List.of(name)).get(name);
    }

    private static void assertClose(String name, Tensor actual, Tensor expected) {
        assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
        for (int i = 0; i < actual.array().length; i++) {
            assertThat(actual.array()[i]).as(name + " " + i).isCloseTo(expected.array()[i], within(1e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy_export", "legacy_export_unfolded", "dynamo_export", "external_data"})
    void everyExportGivesTheOutputOfTorch(String export) throws Exception {
        OnnxModel model = OnnxFile.read(path(export));
        assertClose("output", run(model, npy("input.npy"), "output"), npy("output.npy"));
        assertThat(model.outputs()).containsExactly("output");
        assertThat(model.graph().output()).isEqualTo("output");
        assertThat(model.input()).isEqualTo("input");
        assertThat(model.inputShape().subList(1, 4)).containsExactly(3, 32, 32);
        assertThat(model.opset()).isIn(17, 20);
        assertThat(model.producer()).startsWith("pytorch 2.13.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy_export", "legacy_export_unfolded", "dynamo_export", "external_data"})
    void everyModuleThatIsKnownGivesTheActivationOfTorch(String export) throws Exception {
        OnnxModel model = OnnxFile.read(path(export));
        StateDict activations = Safetensors.read("activations.safetensors", Tinynet.bytes("activations.safetensors"));
        List<String> known = new ArrayList<>();
        for (String name : activations.names()) {
            if (model.graph().modules().containsKey(name)) {
                assertClose(name, run(model, npy("input.npy"), name), activations.tensor(name));
                known.add(name);
            }
        }
        System.out.println(export + " " + known);
        assertThat(known)
                .contains("relu", "maxpool", "layer1", "layer1.0", "layer1.0.relu", "layer2.0", "avgpool", "fc");
        boolean legacy = export.startsWith("legacy");
        if (export.equals("legacy_export_unfolded")) {
            assertThat(known).containsExactlyInAnyOrderElementsOf(activations.names());
        } else {
            assertThat(known).doesNotContain("conv1", "layer1.0.conv1", "layer2.0.downsample.0");
            assertThat(known.contains("bn1")).isEqualTo(!legacy);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy_export", "legacy_export_unfolded", "dynamo_export", "external_data"})
    void anImageGivesTheSameBitsInAnyBatch(String export) throws Exception {
        Graph graph = OnnxFile.read(path(export)).graph();
        Tensor both = npy("input.npy");
        Tensor outputs = graph.forward(both, List.of("output")).get("output");
        int image = both.shape().elements() / 2;
        for (int i = 0; i < 2; i++) {
            float[] one = Arrays.copyOfRange(both.array(), i * image, (i + 1) * image);
            Tensor alone = graph.forward(Tensor.of(Shape.of(1, 3, 32, 32), one), List.of("output"))
                    .get("output");
            assertThat(alone.sameBits(
                            Tensor.of(Shape.of(1, 10), Arrays.copyOfRange(outputs.array(), i * 10, (i + 1) * 10))))
                    .isTrue();
        }
        Tensor five = Tensor.zeros(Shape.of(5, 3, 32, 32));
        assertThat(graph.forward(five, List.of("output")).get("output").shape()).isEqualTo(Shape.of(5, 10));
    }

    @Test
    void nodesAreTensorsAndTheNamesOfOnnxNodesAreModules() throws Exception {
        OnnxModel model = OnnxFile.read(path("legacy_export"));
        assertThat(model.graph().nodes().keySet())
                .startsWith("/conv1/Conv_output_0", "/relu/Relu_output_0", "/maxpool/MaxPool_output_0")
                .endsWith("/Flatten_output_0", "output");
        assertThat(model.graph().resolve("/layer1/layer1.0/relu_1/Relu"))
                .isEqualTo("/layer1/layer1.0/relu_1/Relu_output_0");
        assertThat(model.graph().resolve("/fc/Gemm")).isEqualTo("output");
        assertThat(model.inputShape()).containsExactly(-1, 3, 32, 32);
        assertThat(model.graph().nodes().values().stream()
                        .map(node -> node.operator().type()))
                .containsOnly("Conv2d", "ReLU", "MaxPool2d", "add", "AdaptiveAvgPool2d", "Flatten", "Linear");
    }

    @Test
    void initialisersAreAStateDict() throws Exception {
        StateDict expected = Tinynet.expected();
        Set<String> names =
                OnnxFile.read(path("legacy_export_unfolded")).stateDict().names();
        StateDict state = OnnxFile.read(path("legacy_export_unfolded")).stateDict();
        assertThat(names).contains("conv1.weight", "bn1.running_var", "layer2.0.downsample.0.weight", "fc.bias");
        names.forEach(name -> assertThat(state.entry(name).bytes())
                .as(name)
                .isEqualTo(expected.entry(name).bytes()));
    }

    @Test
    void externalDataCannotBeReadFromMemory() throws IOException {
        byte[] bytes = Tinynet.bytes("model_external_data.onnx");
        assertThatThrownBy(() -> OnnxFile.read("model.onnx", bytes))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("lies in a file beside the model, 'model_external_data.onnx.data'")
                .hasMessageContaining("from the model's path only");
    }
}
