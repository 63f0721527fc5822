package dev.convoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.graph.plan.Profile;
import dev.convoy.graph.plan.StepTime;
import dev.convoy.nn.Precision;
import dev.convoy.state.DType;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void place() {
        file = directory.resolve("net.conf");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Model.load(file))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(file + ": there is no such file");
        assertThatThrownBy(() -> Model.load(directory))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(directory + ": is a directory, not a model");
    }

    @Test
    void missingWeightsAreNamedWithWhoNamesThem() throws IOException {
        Files.writeString(file, "weights = w.safetensors\nlayers = [{ type = ReLU }]");
        assertThatThrownBy(() -> Model.load(file))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(directory.resolve("w.safetensors") + ": there is no such file, but " + file
                        + " names it as its weights");
    }

    @Test
    void aTextThatIsNoHoconIsRefusedWithItsLine() {
        refused("layers = [", "not a model's description in HOCON: " + file + ": 1:");
    }

    @Test
    void whatIsMissingOrUnknownIsNamedWithItsLine() {
        refused("weights = w", ": the description needs 'layers', a list of objects { type = …, … }");
        refused(
                "layers = []",
                ":1: the description expects 'layers' to be a list of objects { type = …, … }, but it is []");
        refused(
                "layers = [3]",
                ":1: the description expects 'layers' to be a list of objects { type = …, … }, but it is 3");
        refused(
                "layers = [{ type = ReLU }]\nlayer = 3",
                ":2: the description has no argument 'layer'; it takes weights, layers");
        refused("layers = [\n{ name = a }]", ":2: the description needs 'type', a text");
        refused(
                "layers = [\n{ type = Conv9d }]",
                ":2: layer '0': there is no layer type 'Conv9d'; the nearest of the ");
        refused("layers = [{ name = a, type = ReLU }, { name = a, type = ReLU }]", "there is a layer 'a' already");
        refused(
                "layers = [{ name = a.b, type = ReLU }]",
                "a layer's name is not empty and has no dot, but one is 'a.b'");
    }

    @Test
    void aLayersArgumentsAreCheckedWithItsName() {
        refused(
                "layers = [\n{ name = c, type = Conv2d, in_channels = 3, kernel_size = 3 }]",
                ":2: layer 'c': Conv2d needs 'out_channels', an integer");
        refused(conv("stride = -1"), ":1: layer 'c': Conv2d expects stride to be 1 or more, but it is -1");
        refused(
                conv("stride = fast"),
                ":1: layer 'c': Conv2d expects 'stride' to be an integer or a list of integers,"
                        + " but it is \"fast\"");
        refused(conv("groups = 1.5"), ":1: layer 'c': Conv2d expects 'groups' to be an integer, but it is 1.5");
        refused(conv("bias = 1"), ":1: layer 'c': Conv2d expects 'bias' to be true or false, but it is 1");
        refused(
                conv("padding = [1, x]"),
                "Conv2d expects 'padding' to be an integer or a list of integers, but it is \"x\"");
        refused(
                conv("pading = 1"),
                ":1: layer 'c': Conv2d has no argument 'pading'; it takes name, type, in_channels,"
                        + " out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode");
    }

    @Test
    void weightsThatDoNotFitAreAllNamed() throws IOException {
        Files.writeString(file, "weights = w.safetensors\n" + conv("bias = true"));
        Path other = directory.resolve("other.conf");
        Files.writeString(other, conv("bias = false").replace("name = c", "name = d"));
        Safetensors.write(
                directory.resolve("w.safetensors"),
                Model.describe(other.toString())
                        .initialised(Generator.manualSeed(0))
                        .stateDict());

        assertThatThrownBy(() -> Model.load(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(directory.resolve("w.safetensors") + ": the weights do not fit the network:"
                        + "\n  'c.weight' [4, 3, 3, 3] is missing;"
                        + "\n  'c.bias' [4] is missing;"
                        + "\n  'd.weight' [4, 3, 3, 3] belongs to no layer");
    }

    @Test
    void weightsThatAreNoSafetensorsAreRefused() throws IOException {
        Files.writeString(file, "weights = w.safetensors\n" + conv("bias = true"));
        Files.writeString(directory.resolve("w.safetensors"), "not a model at all");
        assertThatThrownBy(() -> Model.load(file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(directory.resolve("w.safetensors").toString());
    }

    @Test
    void aUsersFirstDescriptionGivesShapesWithoutWeights() throws IOException {
        Files.writeString(file, conv("padding = same"));
        Model model = Model.describe(file.toString());
        assertThat(model.outputShapes(Shape.of(1, 3, 8, 8))).containsEntry("c", Shape.of(1, 4, 8, 8));
        assertThatThrownBy(() -> model.cut("d")).hasMessage("net: there is no layer 'd'; there are 'c'");
        assertThat(model.summary(Shape.of(2, 3, 8, 8))).hasToString("""
                        layer  type    output shape  parameters  multiply-adds  end of
                        --------------------------------------------------------------
                        input          [2, 3, 8, 8]
                        c      Conv2d  [2, 4, 8, 8]         112         13,824
                        --------------------------------------------------------------
                        total  net                          112         13,824""");
    }

    @Test
    void sameBitsOnEveryNumberOfThreads() throws IOException {
        Model model = squeezenet().cut("features.4");
        Tensor batch = Generator.manualSeed(1).randn(Shape.of(5, 3, 48, 48));
        Tensor expected = model.forward(batch);
        for (int threads : new int[] {1, 2, 3, 9}) {
            assertThat(model.outputs(batch, threads).get("features.4").sameBits(expected))
                    .as("%d threads", threads)
                    .isTrue();
        }
        assertThatThrownBy(() -> model.outputs(batch, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a batch is computed by 1 thread or more, but threads is 0");
    }

    @Test
    void threadsMayShareAModelFromItsFirstBatchOn() throws IOException {
        Model model = squeezenet().cut("features.4");
        Tensor batch = Generator.manualSeed(1).randn(Shape.of(1, 3, 48, 48));
        List<Tensor> outputs = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> model.forward(batch))
                .toList();
        assertThat(outputs).allMatch(output -> output.sameBits(outputs.get(0)));
    }

    @Test
    void fastAndStrictDifferByTheirRoundingAlone() throws IOException {
        Model fast = squeezenet().cut("features.7");
        Tensor batch = Generator.manualSeed(1).randn(Shape.of(2, 3, 112, 112));
        float[] a = fast.forward(batch).array();
        float[] b = fast.precision(Precision.STRICT).forward(batch).array();
        double error = 0;
        double norm = 0;
        for (int i = 0; i < a.length; i++) {
            error += Math.pow(a[i] - b[i], 2);
            norm += Math.pow(b[i], 2);
        }
        assertThat(Math.sqrt(error / norm)).isPositive().isLessThan(1e-5);
    }

    @Test
    void aProfileNamesTheLayersOfEachStep() throws IOException {
        Model model =
                Model.describe("resnet18").initialised(Generator.manualSeed(0)).cut("layer1");
        Tensor batch = Generator.manualSeed(1).randn(Shape.of(2, 3, 32, 32));
        Profile profile = model.profile(batch, 2);

        assertThat(profile.steps())
                .extracting(StepTime::name)
                .containsSubsequence(
                        "conv1 + bn1 + relu",
                        "layer1.0.conv1 + layer1.0.bn1 + layer1.0.relu.1",
                        "layer1.0.conv2 + layer1.0.bn2 + layer1.0.add + layer1.0.relu");
        assertThat(profile.steps().stream().mapToLong(StepTime::multiplyAdds).sum() * 2)
                .isEqualTo(model.summary(batch.shape()).multiplyAdds());
        assertThat(profile.nanos()).isPositive();
        assertThat(profile.packedBytes()).isPositive();
        assertThat(profile.workspaceBytes())
                .isEqualTo(model.profile(batch, 2).workspaceBytes())
                .isPositive();
        Footprint footprint = model.footprint(batch.shape(), 2).orElseThrow();
        assertThat(footprint.packedBytes()).isEqualTo(profile.packedBytes());
        assertThat(footprint.mostPackedBytes()).as("by other algorithms too").isGreaterThan(footprint.packedBytes());
        assertThat(footprint.workspaceBytes()).isEqualTo(profile.workspaceBytes());
        assertThat(footprint.parameterBytes())
                .as("as they were given, and with the normalisation merged into them")
                .isGreaterThan(2 * 4 * (64 * 3 * 7 * 7 + 4 * 64 * 64 * 3 * 3));
    }

    private static Model squeezenet() throws IOException {
        return Model.describe("squeezenet1_1").initialised(Generator.manualSeed(0));
    }

    @Test
    void theCountOfBatchesIsAnIntegerThatMayBeMissing() throws IOException {
        Files.writeString(file, "weights = w.safetensors\nlayers = [{ type = BatchNorm2d, num_features = 2 }]");
        StateDict drawn = Model.describe(file.toString())
                .initialised(Generator.manualSeed(0))
                .stateDict();
        assertThat(drawn.names())
                .containsExactly("0.weight", "0.bias", "0.running_mean", "0.running_var", "0.num_batches_tracked");
        assertThat(drawn.entry("0.num_batches_tracked")).hasToString("I64 []");

        assertThat(counted(drawn, 5)).isEqualTo(5);
        assertThat(counted(drawn, (1L << 24) + 1)).isEqualTo(1L << 24);
        assertThat(counted(drawn, -1)).isEqualTo(0);
    }

    /** The count that a model has after it was loaded with this one, or without any if it is negative. */
    private long counted(StateDict weights, long count) throws IOException {
        StateDict.Builder builder = StateDict.builder();
        weights.entries().forEach((name, entry) -> {
            if (!name.endsWith("tracked")) {
                builder.put(name, entry);
            } else if (count >= 0) {
                ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
                builder.put(name, DType.I64, Shape.of(), bytes.putLong(0, count));
            }
        });
        Safetensors.write(directory.resolve("w.safetensors"), builder.build());
        return Model.load(file)
                .stateDict()
                .entry("0.num_batches_tracked")
                .bytes()
                .getLong();
    }

    private static String conv(String argument) {
        return "layers = [{ name = c, type = Conv2d, in_channels = 3, out_channels = 4, kernel_size = 3, " + argument
                + " }]";
    }

    private void refused(String text, String message) {
        assertThatThrownBy(() -> {
                    Files.writeString(file, text);
                    Model.describe(file.toString());
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(file.toString());
    }
}
