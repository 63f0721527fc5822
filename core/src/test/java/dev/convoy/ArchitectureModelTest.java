package dev.convoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.StateDict;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchitectureModelTest {

    @TempDir
    Path directory;

    @Test
    void anArchitectureTakesItsWeightsFromAFile() throws IOException {
        Path weights = directory.resolve("weights.safetensors");
        Model drawn = Model.describe("squeezenet1_1").initialised(Generator.manualSeed(0));
        Safetensors.write(weights, drawn.stateDict());
        Tensor input = Generator.manualSeed(1).randn(Shape.of(2, 3, 64, 64));

        Model loaded = Model.load("squeezenet1_1", Optional.of(weights));

        assertThat(loaded.name()).isEqualTo("squeezenet1_1");
        assertThat(loaded.forward(input).sameBits(drawn.forward(input))).isTrue();
    }

    @Test
    void severalModulesAreMadeInOnePass() throws IOException {
        Model model =
                Model.describe("resnet18").initialised(Generator.manualSeed(0)).cut("layer3", "layer4.1.relu", "fc");
        Tensor input = Generator.manualSeed(1).randn(Shape.of(1, 3, 64, 64));

        Map<String, Tensor> outputs = model.outputs(input);

        assertThat(outputs.keySet()).containsExactly("layer3", "layer4.1.relu", "fc");
        assertThat(outputs.get("layer3").shape()).isEqualTo(Shape.of(1, 256, 4, 4));
        assertThat(model.outputShapes(input.shape()).get("layer4.1.relu")).isEqualTo(Shape.of(1, 512, 2, 2));
        assertThatThrownBy(() -> model.forward(input))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model resnet18 has the outputs [layer3, layer4.1.relu, fc]: ask for outputs(input)");
    }

    @Test
    void aModelWithoutWeightsSaysSo() throws IOException {
        Model described = Model.describe("resnet18");
        assertThatThrownBy(() -> described.forward(Tensor.zeros(Shape.of(1, 3, 64, 64))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model resnet18 was only described: it has no weights to run with");
        assertThatThrownBy(() -> Model.load("resnet18", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "resnet18 is an architecture: name its weights too, a .safetensors, .pth, .npz or .arrow file");
        assertThatThrownBy(() -> Model.describe("resnet19"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageStartingWith("resnet19: there is no such file, and there is no architecture 'resnet19'; ");
    }

    @Test
    void weightsTrainedOnOtherClassesBringTheirNumber() throws IOException {
        Path weights = directory.resolve("ten.safetensors");
        StateDict drawn =
                Model.describe("resnet18").initialised(Generator.manualSeed(0)).stateDict();
        StateDict.Builder ten = StateDict.builder();
        drawn.entries().forEach((name, entry) -> {
            if (name.startsWith("fc.")) {
                ten.put(name, Generator.manualSeed(2).rand(entry.shape().with(0, 10)));
            } else {
                ten.put(name, entry);
            }
        });
        Safetensors.write(weights, ten.build());

        Model model = Model.load("resnet18", Optional.of(weights));

        assertThat(model.outputShapes(Shape.of(1, 3, 64, 64))).containsEntry("fc", Shape.of(1, 10));
    }

    @Test
    void theSummaryTellsWhereTheModelCanBeCut() throws IOException {
        Summary summary = Model.describe("resnet18").cut("layer1").summary(Shape.of(1, 3, 224, 224));

        assertThat(summary.rows()).hasSize(18);
        assertThat(summary.rows().get(17).layer()).isEqualTo("layer1.1.relu");
        assertThat(summary.rows().get(17).modules()).containsExactlyInAnyOrder("layer1.1", "layer1");
        assertThat(summary.toString()).contains("layer1.1.relu").contains("[1, 64, 56, 56]");
    }
}
