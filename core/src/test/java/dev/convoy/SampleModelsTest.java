package dev.convoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleModelsTest {

    private static final Path MODELS = Path.of("../data-samples/models");

    @TempDir
    Path temporary;

    @Test
    void theSamplesAreWhatTheProgramMakes() throws IOException {
        Path made = temporary.resolve("made.safetensors");
        Safetensors.write(made, SampleModels.edges());
        assertThat(MODELS.resolve("edges.safetensors")).hasSameBinaryContentAs(made);
        Safetensors.write(made, SampleModels.twoLayers(MODELS));
        assertThat(MODELS.resolve("two-layers.safetensors")).hasSameBinaryContentAs(made);
    }

    @Test
    void edgesShowsEdgesAndCorners() throws IOException {
        int size = 16;
        float[] image = new float[3 * size * size];
        for (int i = 0; i < image.length; i++) {
            int row = i / size % size;
            int column = i % size;
            image[i] = row < 8 && column >= 8 ? 1 : 0; // white in the upper right quarter
        }
        Model model = Model.load(MODELS.resolve("edges.conf"));
        Tensor features = model.forward(Tensor.of(Shape.of(1, 3, size, size), image));

        assertThat(features.shape()).isEqualTo(Shape.of(1, 6, size, size));
        assertThat(features.at(0, 0, 2, 8)).as("Sobel x on the vertical edge").isCloseTo(1, within(1e-6f));
        assertThat(features.at(0, 1, 2, 8)).as("Sobel y on the vertical edge").isCloseTo(0, within(1e-6f));
        assertThat(features.at(0, 1, 8, 12))
                .as("Sobel y on the horizontal edge")
                .isCloseTo(-1, within(1e-6f));
        assertThat(features.at(0, 2, 2, 8)).as("Laplacian on an edge").isCloseTo(-0.25f, within(1e-6f));
        assertThat(features.at(0, 3, 7, 8)).as("the corner").isCloseTo(1, within(1e-6f));
        assertThat(features.at(0, 3, 2, 8)).as("an edge is less than a corner").isLessThan(0.9f);
        assertThat(features.at(0, 4, 2, 8)).as("blurred").isCloseTo(11 / 16f, within(1e-6f));
        assertThat(features.at(0, 5, 2, 12)).as("identity").isCloseTo(1, within(1e-6f));
        for (int channel = 0; channel < 4; channel++) {
            assertThat(features.at(0, channel, 15, 0)).as("no frame of edges").isCloseTo(0, within(1e-6f));
        }
    }

    @Test
    void twoLayersGivesEveryLayerThatIsAskedFor() throws IOException {
        Model model = Model.load(MODELS.resolve("two-layers.conf"));
        Tensor image = Tensor.zeros(Shape.of(2, 3, 32, 32));

        assertThat(model.layers()).containsExactly("conv1", "relu1", "pool1", "conv2", "relu2", "pool2");
        assertThat(model.cut("pool2", "conv1").outputs(image).values())
                .extracting(Tensor::shape)
                .containsExactly(Shape.of(2, 32, 8, 8), Shape.of(2, 16, 32, 32));
    }

    @Test
    void theModelsNameAndDigestComeFromItsFiles() throws IOException {
        ModelFiles files = ModelFiles.read(MODELS.resolve("edges.conf").toString(), Optional.empty());
        assertThat(Model.of(files).name()).isEqualTo("edges");
        Path copy = Files.copy(MODELS.resolve("edges.conf"), temporary.resolve("copy.conf"));
        Files.copy(MODELS.resolve("edges.safetensors"), temporary.resolve("edges.safetensors"));
        assertThat(ModelFiles.read(copy.toString(), Optional.empty()).sha256())
                .isEqualTo(files.sha256())
                .hasSize(64);
        Files.writeString(copy, Files.readString(copy).replace("padding = 2", "padding = 1"));
        assertThat(ModelFiles.read(copy.toString(), Optional.empty()).sha256()).isNotEqualTo(files.sha256());
    }
}
