package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.state.StateDict;
import dev.convoy.state.npy.Npy;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each layer alone, on the input that torch's own network gave it. */
class TinynetLayersTest {

    private static StateDict weights;
    private static StateDict activations;

    @BeforeAll
    static void read() throws IOException {
        weights = read("state_dict.safetensors");
        activations = read("activations.safetensors");
    }

    private static StateDict read(String name) throws IOException {
        return Safetensors.read(name, Fixtures.bytes("/fixtures/tinynet/" + name));
    }

    @Test
    void convolutionsGiveTorchsActivations() throws IOException {
        Tensor input = Npy.read("input.npy", Fixtures.bytes("/fixtures/tinynet/input.npy"));
        expect(conv("conv1", Conv2d.builder(3, 8, 3).padding(1)).forward(input), "conv1");
        expect(
                conv("layer1.0.conv1", Conv2d.builder(8, 8, 3).padding(1)).forward(activation("maxpool")),
                "layer1.0.conv1");
        expect(
                conv("layer2.0.conv1", Conv2d.builder(8, 16, 3).stride(2).padding(1))
                        .forward(activation("layer1.0")),
                "layer2.0.conv1");
        expect(
                conv("layer2.0.downsample.0", Conv2d.builder(8, 16, 1).stride(2))
                        .forward(activation("layer1.0")),
                "layer2.0.downsample.0");
    }

    @Test
    void batchNormsGiveTorchsActivations() {
        expect(norm("bn1", 8).forward(activation("conv1")), "bn1");
        expect(norm("layer1.0.bn1", 8).forward(activation("layer1.0.conv1")), "layer1.0.bn1");
        expect(norm("layer1.0.bn2", 8).forward(activation("layer1.0.conv2")), "layer1.0.bn2");
        expect(norm("layer2.0.bn1", 16).forward(activation("layer2.0.conv1")), "layer2.0.bn1");
        expect(norm("layer2.0.bn2", 16).forward(activation("layer2.0.conv2")), "layer2.0.bn2");
        expect(norm("layer2.0.downsample.1", 16).forward(activation("layer2.0.downsample.0")), "layer2.0.downsample");
    }

    @Test
    void meanAndAddGiveTorchsActivations() {
        expect(Reduction.mean(true, 2, 3).forward(activation("layer2")), "avgpool");
        Tensor sum = Arithmetic.ADD.forward(List.of(activation("layer1.0.bn2"), activation("maxpool")));
        expect(new ReLU().forward(sum), "layer1.0");
    }

    @Test
    void reluAndMaxPoolGiveTorchsBits() {
        assertThat(new ReLU().forward(activation("bn1")).sameBits(activation("relu")))
                .isTrue();
        MaxPool2d pool = MaxPool2d.builder(3).stride(2).padding(1).build();
        assertThat(pool.forward(activation("relu")).sameBits(activation("maxpool")))
                .isTrue();
    }

    @Test
    void theAdaptivePoolGivesTorchsActivation() {
        Tensor pooled = new AdaptiveAvgPool2d(1).forward(activation("layer2"));
        Tensor expected = activation("avgpool");
        assertThat(pooled.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.array().length; i++) {
            assertThat(pooled.array()[i]).isCloseTo(expected.array()[i], within(1e-6f));
        }
    }

    @Test
    void flattenAndLinearGiveTorchsActivations() {
        Linear linear = new Linear(16, 10)
                .withState(StateCheck.weightAndBias(weights.tensor("fc.weight"), weights.tensor("fc.bias")));
        expect(linear.forward(new Flatten().forward(activation("avgpool"))), "fc");
    }

    private static Conv2d conv(String name, ConvBuilder<Conv2d> builder) {
        return builder.bias(false).build(weights.tensor(name + ".weight"), null);
    }

    private static BatchNorm2d norm(String name, int channels) {
        BatchNorm2d layer = BatchNorm2d.builder(channels).build();
        Map<String, Tensor> state = new HashMap<>();
        layer.stateShapes().keySet().forEach(key -> state.put(key, weights.tensor(name + "." + key)));
        return layer.withState(state);
    }

    private static Tensor activation(String name) {
        return activations.tensor(name);
    }

    private static void expect(Tensor actual, String name) {
        Tensor expected = activation(name);
        assertThat(actual.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.array().length; i++) {
            assertThat(actual.array()[i]).as("%s [%d]", name, i).isCloseTo(expected.array()[i], within(1e-5f));
        }
    }
}
