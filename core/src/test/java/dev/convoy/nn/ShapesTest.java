package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ShapesTest {

    private static final Pattern CONV2D = Pattern.compile("Conv2d\\((\\d+), (\\d+), ([^()]*(?:\\([^)]*\\))?[^()]*)\\)");

    @Test
    void everyShapeOfTheGoldensIsTorchs() {
        int checked = 0;
        for (JsonNode golden : Fixtures.json("/goldens/shapes.json").get("cases")) {
            String text = golden.get("layer").asText();
            if (text.startsWith("Conv1d")) {
                continue; // symbolic sizes: conv1dHasItsShapesForAllSizes
            }
            Sequential network = network(text);
            Layer first = network.leaves().get("0");
            if (golden.has("weight")) {
                assertThat(first.parameterShapes()).containsEntry("weight", shape(golden.get("weight")));
                assertThat(first.parameterShapes()).containsEntry("bias", shape(golden.get("bias")));
                checked++;
            }
            if (golden.has("output")) {
                Shape input = shape(golden.get("input"));
                assertThat(network.outputShape(input)).as(text).isEqualTo(shape(golden.get("output")));
                assertThat(network.initialised(Generator.manualSeed(0))
                                .forward(Tensor.zeros(input))
                                .shape())
                        .as(text)
                        .isEqualTo(shape(golden.get("output")));
                checked++;
            }
            if (golden.has("output_elements")) {
                assertThat(network.outputShape(shape(golden.get("input"))).elements())
                        .isEqualTo(golden.get("output_elements").intValue());
            }
            if (golden.has("parameters")) {
                assertThat(network.parameterCount())
                        .isEqualTo(golden.get("parameters").intValue());
            }
        }
        assertThat(checked).isEqualTo(8);
    }

    @Test
    void conv1dHasItsShapesForAllSizes() {
        for (int[] sizes : new int[][] {{1, 1, 1}, {2, 3, 4}, {7, 33, 5}}) {
            Conv1d layer = Conv1d.builder(sizes[0], sizes[1], sizes[2]).build();
            assertThat(layer.parameterShapes())
                    .containsEntry("weight", Shape.of(sizes[1], sizes[0], sizes[2]))
                    .containsEntry("bias", Shape.of(sizes[1]));
        }
    }

    @Test
    void wrongChannelsAreTracedToTheLayerThatMadeThem() {
        Sequential network = Sequential.of(
                Conv2d.builder(3, 32, 3).build(), Conv2d.builder(64, 128, 3).build());

        assertThatThrownBy(() -> network.outputShape(Shape.of(1, 3, 64, 64)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("1 (Conv2d) expects 64 input channels but receives 32, from 0 (Conv2d) [1, 32, 62, 62];"
                        + " the network's input is [1, 3, 64, 64]");
    }

    @Test
    void wrongFeaturesAreTracedThroughTheFlattening() {
        Sequential network =
                Sequential.of(Conv2d.builder(3, 8, 3).stride(2).build(), new Flatten(), new Linear(1000, 10));

        assertThatThrownBy(() -> network.outputShape(Shape.of(1, 3, 32, 32)))
                .hasMessage("2 (Linear) expects 1000 input features but receives 1800, from 1 (Flatten) [1, 1800],"
                        + " flattened from [8, 15, 15] of 0 (Conv2d); the network's input is [1, 3, 32, 32]");
    }

    @Test
    void aKernelLargerThanItsInputNamesBothSizes() {
        Conv2d layer = Conv2d.builder(1, 1, 7).build();

        assertThatThrownBy(() -> layer.outputShape(Shape.of(1, 1, 5, 5)))
                .hasMessage("Conv2d has a kernel of (7 x 7), larger than its padded input of (5 x 5),"
                        + " from the input [1, 1, 5, 5]");
    }

    @Test
    void aShapeErrorIsFoundBeforeAnythingIsComputed() {
        Sequential withoutWeights = Sequential.of(
                Conv2d.builder(3, 32, 3).build(), Conv2d.builder(64, 128, 3).build());

        assertThatThrownBy(() -> withoutWeights.forward(Tensor.zeros(Shape.of(1, 3, 8, 8))))
                .isInstanceOf(ShapeException.class);
    }

    private static Sequential network(String text) {
        Matcher matcher = CONV2D.matcher(text);
        List<Layer> layers = new ArrayList<>();
        while (matcher.find()) {
            layers.add(
                    conv2d(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), matcher.group(3)));
        }
        return Sequential.of(layers.toArray(Layer[]::new));
    }

    private static Conv2d conv2d(int in, int out, String rest) {
        Map<String, int[]> arguments = new HashMap<>();
        Matcher matcher = Pattern.compile("(\\w+)=(\\((\\d+),(\\d+)\\)|\\d+)").matcher(rest);
        while (matcher.find()) {
            arguments.put(
                    matcher.group(1),
                    matcher.group(3) == null
                            ? new int[] {Integer.parseInt(matcher.group(2))}
                            : new int[] {Integer.parseInt(matcher.group(3)), Integer.parseInt(matcher.group(4))});
        }
        return Conv2d.builder(in, out, arguments.get("kernel_size"))
                .stride(arguments.getOrDefault("stride", new int[] {1}))
                .padding(arguments.getOrDefault("padding", new int[] {0}))
                .build();
    }

    private static Shape shape(JsonNode node) {
        return Shape.of(Fixtures.ints(node));
    }
}
