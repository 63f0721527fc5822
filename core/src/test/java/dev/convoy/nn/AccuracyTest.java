package dev.convoy.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoy.graph.Graph;
import dev.convoy.graph.Optimizer;
import dev.convoy.graph.plan.Plans;
import dev.convoy.graph.plan.StepTime;
import dev.convoy.graph.plan.Workspace;
import dev.convoy.state.StateDict;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import dev.convoy.zoo.SeededNetwork;
import dev.convoy.zoo.Zoo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What plans compute beside float64, as a table of the worst. On small images, with other weights, and on one network
 * by default; on the images and weights of torchvision, and on all networks, by {@code mvn -pl core test
 * -Dtest=AccuracyTest -Dconvoy.accuracy=all -Dtest.heap=4g}.
 */
class AccuracyTest {

    private static final boolean ALL = System.getProperty("convoy.accuracy", "").equals("all");
    private static final int SMALL_IMAGE = 64;
    private static final String SMALL_NETWORK = "squeezenet1_1";

    /**
     * Of single layers, in the unit of the fixture: largest error / (max(1, largest output) * sqrt(filter elements)).
     */
    private static final Map<Precision, Double> LAYER_BOUNDS = Map.of(Precision.FAST, 6e-7, Precision.STRICT, 2e-7);

    /** Of whole networks, relative to the norm. */
    private static final double NETWORK_BOUND = 1e-4;

    private static final Map<String, Row> TABLE = new TreeMap<>();

    private static final class Row {

        private final Map<Precision, Double> errors = new EnumMap<>(Precision.class);
        private final Map<Precision, String> places = new EnumMap<>(Precision.class);

        void add(Precision precision, double error, String place) {
            if (Double.compare(error, errors.getOrDefault(precision, -1.0)) > 0) {
                errors.put(precision, error);
                places.put(precision, place);
            }
        }

        String cell(Precision precision) {
            return String.format(Locale.ROOT, "%.1e (%s)", errors.get(precision), places.get(precision));
        }
    }

    @AfterAll
    static void printTable() {
        StringBuilder table = new StringBuilder("| worst of | fast | strict |\n|---|---|---|\n");
        TABLE.forEach((what, row) -> table.append("| ")
                .append(what.substring(3))
                .append(" | ")
                .append(row.cell(Precision.FAST))
                .append(" | ")
                .append(row.cell(Precision.STRICT))
                .append(" |\n"));
        System.out.print(table);
    }

    @Test
    void torchsLayersAreWithinTheirBounds() throws IOException {
        StateDict tensors =
                Safetensors.read("conv_cases.safetensors", Fixtures.bytes("/fixtures/conv_cases.safetensors"));
        List<JsonNode> cases = ConvCasesTest.cases();
        Row row = row("1. the " + cases.size() + " layers of `conv_cases`");
        for (JsonNode json : cases) {
            String name = json.get("name").asText();
            ConvNd<?> layer = ConvCasesTest.layer(
                            json.get("args"), json.get("layer").asText())
                    .build(
                            tensors.tensor(name + ".weight"),
                            tensors.contains(name + ".bias") ? tensors.tensor(name + ".bias") : null);
            double[] expected = doubles(tensors.entry(name + ".output64").bytes());
            compare(row, name, layer, tensors.tensor(name + ".input"), expected);
        }
        holdsLayerBounds(row);
    }

    private static double[] doubles(ByteBuffer bytes) {
        double[] values = new double[bytes.remaining() / Double.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.getDouble();
        }
        return values;
    }

    /** Each on what the network's layers before it make of one random image. */
    @ParameterizedTest
    @ValueSource(strings = {"resnet50", "vgg16"})
    void theLayersOfNetworksAreWithinTheirBounds(String name) {
        Shape shape = Zoo.network(name).inputShape();
        if (!ALL) {
            shape = Shape.of(1, 3, SMALL_IMAGE, SMALL_IMAGE);
        }
        Graph graph = ALL ? Zoo.network(name).initialised(Generator.manualSeed(0)) : withoutHead(name);
        List<Graph.Node> convolutions = graph.nodes().values().stream()
                .filter(node -> node.operator() instanceof Conv2d)
                .toList();
        List<String> inputs = new ArrayList<>(convolutions.stream()
                .map(node -> node.inputs().get(0))
                .filter(input -> !input.equals(Graph.INPUT))
                .distinct()
                .toList());
        Tensor image = Generator.manualSeed(1).randn(shape);
        Map<String, Tensor> tensors = new Plans(graph, inputs, Precision.FAST).run(image, 1);
        Row row = row("2. the %d convolutions of `%s`, images of %d×%d"
                .formatted(convolutions.size(), name, shape.size(2), shape.size(3)));
        for (Graph.Node node : convolutions) {
            Conv2d layer = (Conv2d) node.operator();
            Tensor input = tensors.getOrDefault(node.inputs().get(0), image);
            compare(row, node.name(), layer, input, DoubleConvolution.apply(layer, input));
        }
        holdsLayerBounds(row);
    }

    /** Weights as large as torchvision's, without the time to draw those of a head of 100 million. */
    private static Graph withoutHead(String name) {
        Graph whole = Zoo.network(name).graph();
        String last = whole.nodes().values().stream()
                .filter(node -> node.operator() instanceof Conv2d)
                .reduce((first, second) -> second)
                .orElseThrow()
                .name();
        Graph graph = Optimizer.optimize(whole, List.of(last), EnumSet.of(Optimizer.Pass.CUT))
                .initialised(Generator.manualSeed(0));
        Map<String, Tensor> state = new LinkedHashMap<>(graph.state());
        state.replaceAll((key, tensor) -> tensor.shape().rank() == 4 ? scaled(tensor, Math.sqrt(6)) : tensor);
        return graph.withState(state);
    }

    private static Tensor scaled(Tensor tensor, double factor) {
        float[] scaled = new float[tensor.array().length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (factor * tensor.array()[i]);
        }
        return Tensor.of(tensor.shape(), scaled);
    }

    @Test
    void wholeNetworksAreWithinTheirBound() {
        List<String> names = ALL ? Zoo.names() : List.of(SMALL_NETWORK);
        Row row = row("3. " + (ALL ? "the " + names.size() + " networks" : "`" + SMALL_NETWORK + "`")
                + ", every stage, of its norm");
        for (String name : names) {
            SeededNetwork network = new SeededNetwork(name);
            for (Precision precision : Precision.values()) {
                network.errors(precision)
                        .forEach((stage, error) -> row.add(precision, error, "`" + stage + "` of `" + name + "`"));
            }
        }
        assertThat(row.errors)
                .allSatisfy((precision, error) -> assertThat(error)
                        .as("%s, %s", precision, row.places.get(precision))
                        .isLessThanOrEqualTo(NETWORK_BOUND));
    }

    private static Row row(String what) {
        Row row = new Row();
        TABLE.put(what, row);
        return row;
    }

    private static void compare(Row row, String name, ConvNd<?> layer, Tensor input, double[] expected) {
        Shape weight = layer.weight().shape();
        double filter = weight.elements(1, weight.rank());
        double largest = 1;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        Graph graph = Graph.of(Sequential.of(layer));
        for (Precision precision : Precision.values()) {
            Plans plans = new Plans(graph, List.of(graph.output()), precision);
            float[] actual = plans.run(input, 1).get(graph.output()).array();
            String algorithm = plans.plan(input.shape().slice(1, input.shape().rank()))
                    .map(plan -> plan.times(new Workspace()).stream()
                            .max(Comparator.comparingLong(StepTime::multiplyAdds))
                            .orElseThrow()
                            .algorithm())
                    .orElse("layer by layer");
            assertThat(actual).as(name).hasSameSizeAs(expected);
            double error = 0;
            for (int i = 0; i < expected.length; i++) {
                error = Math.max(error, Math.abs(actual[i] - expected[i]));
            }
            row.add(precision, error / (largest * Math.sqrt(filter)), "`" + name + "`, " + algorithm);
        }
    }

    private static void holdsLayerBounds(Row row) {
        assertThat(row.errors)
                .allSatisfy((precision, error) -> assertThat(error)
                        .as("%s, %s", precision, row.places.get(precision))
                        .isLessThanOrEqualTo(LAYER_BOUNDS.get(precision)));
    }
}
