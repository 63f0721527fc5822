package dev.convoy.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoy.graph.Graph;
import dev.convoy.nn.Precision;
import dev.convoy.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The networks beside torchvision's, computed as a model computes. The values of the ten of fewest multiplications are
 * computed by default; of all of them by {@code mvn -pl core test -Dtest=ZooTest -Dconvoy.zoo=all}, of some by their
 * names in place of {@code all}, separated by commas.
 */
class ZooTest {

    private static final int DEFAULT_COUNT = 10;

    /** Of float32 beside float64, relative to the norm, and to the root mean square for single elements. */
    private static final double TOLERANCE = 1e-4;

    private static JsonNode networks;

    @BeforeAll
    static void readNetworks() {
        networks = SeededNetwork.fixture();
    }

    @Test
    void namesAreTorchvisionsInOrder() {
        assertThat(Zoo.names()).containsExactlyElementsOf(names());
        assertThat(Zoo.contains("resnet18")).isTrue();
        assertThat(Zoo.contains("resnet19")).isFalse();
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> Zoo.network("resnet19"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no network 'resnet19'")
                .hasMessageContaining("'resnet18'");
    }

    @Test
    void aModuleCalledTwiceStandsForItsLastCall() {
        Graph graph = Zoo.network("resnet18").graph();

        assertThat(graph.resolve("layer1.0")).isEqualTo("layer1.0.relu");
        assertThat(graph.nodes().get("layer1.0.relu").inputs()).containsExactly("layer1.0.add");
        assertThat(graph.nodes().get("layer1.0.relu.1").inputs()).containsExactly("layer1.0.bn1");
    }

    static List<String> names() {
        List<String> names = new ArrayList<>();
        networks.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @ParameterizedTest
    @MethodSource("names")
    void countsAndStateAreTorchvisions(String name) {
        JsonNode expected = networks.get(name);
        Architecture network = Zoo.network(name);
        Map<String, Shape> state = new LinkedHashMap<>();
        expected.get("state_dict")
                .fields()
                .forEachRemaining(entry -> state.put(entry.getKey(), SeededNetwork.shape(entry.getValue())));

        assertThat(network.name()).isEqualTo(name);
        assertThat(network.inputShape()).isEqualTo(SeededNetwork.shape(expected.get("input")));
        assertThat(network.graph().stateShapes()).containsExactlyEntriesOf(state);
        assertThat(parameters(network)).isEqualTo(expected.get("parameters").longValue());
        assertThat(multiplyAdds(network)).isEqualTo(expected.get("macs").longValue());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyModuleThatHoldsStateIsKnown(String name) {
        Graph graph = Zoo.network(name).graph();

        for (String key : graph.stateShapes().keySet()) {
            for (int dot = key.lastIndexOf('.'); dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
                String module = key.substring(0, dot);
                String node = graph.resolve(module);
                assertThat(node.equals(module) || node.startsWith(module + "."))
                        .as("%s is %s", module, node)
                        .isTrue();
            }
        }
    }

    static List<String> computed() {
        String chosen = System.getProperty("convoy.zoo", "");
        if (chosen.equals("all")) {
            return names();
        }
        return chosen.isEmpty()
                ? names().stream()
                        .sorted(Comparator.comparingLong(
                                name -> networks.get(name).get("macs").longValue()))
                        .limit(DEFAULT_COUNT)
                        .toList()
                : List.of(chosen.split(","));
    }

    @ParameterizedTest
    @MethodSource("computed")
    void seededNetworksGiveTorchvisionsValues(String name) {
        Architecture network = Zoo.network(name);
        Map<String, Double> errors = new SeededNetwork(name).errors(Precision.FAST);
        double worst = errors.values().stream().mapToDouble(e -> e).max().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%-20s %,13d parameters %,16d multiply-adds, worst relative error %.1e%n",
                name,
                parameters(network),
                multiplyAdds(network),
                worst);
        assertThat(errors).allSatisfy((stage, error) -> assertThat(error).isLessThan(TOLERANCE));
    }

    private static long parameters(Architecture network) {
        return network.graph().nodes().values().stream()
                .mapToLong(node -> node.operator().parameterCount())
                .sum();
    }

    private static long multiplyAdds(Architecture network) {
        Map<String, Shape> shapes = new LinkedHashMap<>(network.graph().outputShapes(network.inputShape()));
        shapes.put(Graph.INPUT, network.inputShape());
        return network.graph().nodes().values().stream()
                .mapToLong(node -> node.operator()
                        .multiplyAdds(node.inputs().stream().map(shapes::get).toList()))
                .sum();
    }
}
