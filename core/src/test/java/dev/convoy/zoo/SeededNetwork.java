package dev.convoy.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.Model;
import dev.convoy.graph.Graph;
import dev.convoy.nn.Precision;
import dev.convoy.nn.ReLU;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network of the zoo with torchvision's weights from seed 0, and what torchvision computes with it in float64. */
public final class SeededNetwork {

    private final String name;
    private final JsonNode expected;
    private final Graph graph;
    private final Model model;
    private final Tensor input;

    public SeededNetwork(String name) {
        this.name = name;
        this.expected = fixture().get(name).get("seeded");
        this.graph = Zoo.network(name).graph();
        this.input = Generator.manualSeed(1).randn(Zoo.network(name).inputShape());
        try {
            this.model = Model.describe(name).initialised(Generator.manualSeed(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What torchvision has of every network, by name. */
    public static JsonNode fixture() {
        try (InputStream in = SeededNetwork.class.getResourceAsStream("/fixtures/zoo.json")) {
            return new ObjectMapper().readTree(in).get("networks");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The errors of the stages, computed in one pass, and of the output, computed both in that pass and alone: relative
     * to the norm, and to the root mean square for single elements.
     */
    public Map<String, Double> errors(Precision precision) {
        Map<String, String> nodes = new LinkedHashMap<>();
        expected.get("stages").fieldNames().forEachRemaining(stage -> nodes.put(stage, hooked(stage)));
        List<String> wanted = new ArrayList<>(nodes.values());
        wanted.add(graph.output());
        Model precise = model.precision(precision);
        Map<String, Tensor> outputs =
                precise.cut(wanted.stream().distinct().toArray(String[]::new)).outputs(input);

        Map<String, Double> errors = new LinkedHashMap<>();
        nodes.forEach((stage, node) -> {
            JsonNode values = expected.get("stages").get(stage);
            Tensor output = outputs.get(node);
            assertThat(output.shape()).as("%s of %s", stage, name).isEqualTo(shape(values.get("shape")));
            errors.put(stage, error(output, values.get("norm").doubleValue(), values.get("first")));
        });
        double norm = expected.get("output_norm").doubleValue();
        errors.put("output", error(outputs.get(graph.output()), norm, expected.get("output")));
        errors.put("output alone", error(precise.cut(graph.output()).forward(input), norm, expected.get("output")));
        return errors;
    }

    /** The node whose output a forward hook sees in the end: torchvision's ReLU writes into its input. */
    private String hooked(String module) {
        String node = graph.resolve(module);
        return graph.nodes().values().stream()
                .filter(user -> user.operator() instanceof ReLU && user.inputs().contains(node))
                .map(Graph.Node::name)
                .findFirst()
                .orElse(node);
    }

    private static double error(Tensor actual, double norm, JsonNode first) {
        double squares = 0;
        for (float value : actual.array()) {
            squares += (double) value * value;
        }
        double worst = Math.abs(Math.sqrt(squares) - norm) / norm;
        double rootMeanSquare = norm / Math.sqrt(actual.array().length);
        for (int i = 0; i < first.size(); i++) {
            worst = Math.max(worst, Math.abs(actual.array()[i] - first.get(i).doubleValue()) / rootMeanSquare);
        }
        return worst;
    }

    static Shape shape(JsonNode sizes) {
        int[] array = new int[sizes.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = sizes.get(i).intValue();
        }
        return Shape.of(array);
    }
}
