package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoy.kernel.Kernel;
import dev.convoy.kernel.Kernels;
import dev.convoy.state.StateDict;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvCasesTest {

    /** Of direct algorithms, by the rule that the fixture states. */
    private static final double TOLERANCE = 2e-7;

    private static StateDict tensors;

    static List<JsonNode> cases() throws IOException {
        tensors = Safetensors.read("conv_cases.safetensors", Fixtures.bytes("/fixtures/conv_cases.safetensors"));
        List<JsonNode> cases = new ArrayList<>();
        Fixtures.json("/fixtures/conv_cases.json").get("cases").forEach(cases::add);
        return cases;
    }

    @Test
    void thereAre74Cases() throws IOException {
        assertThat(cases()).hasSize(74);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyKernelIsWithinTheToleranceAndAllGiveTheSameBits(JsonNode json) {
        String name = json.get("name").asText();
        ConvNd<?> layer = layer(json.get("args"), json.get("layer").asText())
                .build(
                        tensors.tensor(name + ".weight"),
                        tensors.contains(name + ".bias") ? tensors.tensor(name + ".bias") : null);
        Tensor input = tensors.tensor(name + ".input");
        Shape shape = Shape.of(Fixtures.ints(json.get("output")));

        assertThat(layer.outputShape(input.shape())).isEqualTo(shape);
        Tensor first = null;
        for (Kernel kernel : Kernels.available()) {
            Tensor output = layer.forward(input, kernel);
            assertThat(output.shape()).isEqualTo(shape);
            assertThat(error(output, name)).as(kernel.description()).isLessThanOrEqualTo(bound(layer, name));
            first = first == null ? output : first;
            assertThat(output.sameBits(first)).as(kernel.description()).isTrue();
        }
    }

    private static double error(Tensor output, String name) {
        ByteBuffer expected = tensors.entry(name + ".output64").bytes();
        double error = 0;
        for (float value : output.array()) {
            error = Math.max(error, Math.abs(value - expected.getDouble()));
        }
        assertThat(expected.hasRemaining()).isFalse();
        return error;
    }

    private static double bound(ConvNd<?> layer, String name) {
        ByteBuffer expected = tensors.entry(name + ".output64").bytes();
        double largest = 1;
        while (expected.hasRemaining()) {
            largest = Math.max(largest, Math.abs(expected.getDouble()));
        }
        Shape weight = layer.weight().shape();
        return TOLERANCE * largest * Math.sqrt(weight.elements(1, weight.rank()));
    }

    static ConvBuilder<?> layer(JsonNode args, String type) {
        int in = args.get("in_channels").intValue();
        int out = args.get("out_channels").intValue();
        int[] kernelSize = Fixtures.ints(args.get("kernel_size"));
        ConvBuilder<?> builder =
                type.equals("Conv1d") ? Conv1d.builder(in, out, kernelSize) : Conv2d.builder(in, out, kernelSize);
        args.fields().forEachRemaining(field -> {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "in_channels", "out_channels", "kernel_size" -> {}
                case "stride" -> builder.stride(Fixtures.ints(value));
                case "padding" -> {
                    if (value.isTextual()) {
                        builder.padding(value.asText());
                    } else {
                        builder.padding(Fixtures.ints(value));
                    }
                }
                case "dilation" -> builder.dilation(Fixtures.ints(value));
                case "groups" -> builder.groups(value.intValue());
                case "bias" -> builder.bias(value.booleanValue());
                case "padding_mode" -> builder.paddingMode(value.asText());
                default -> throw new AssertionError("unknown argument " + field.getKey());
            }
        });
        return builder;
    }
}
