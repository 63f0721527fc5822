package dev.convoy.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoy.graph.Optimizer.Pass;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Constant;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.Linear;
import dev.convoy.nn.Operator;
import dev.convoy.nn.ReLU;
import dev.convoy.nn.ShapeException;
import dev.convoy.state.StateDict;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptimizerTest {

    private Graph graph;
    private Tensor input;
    private StateDict expected;

    @BeforeEach
    void tinynet() throws IOException {
        graph = Tinynet.graph();
        input = Tinynet.input();
        expected = Tinynet.activations();
    }

    @Test
    void everyModuleGivesTorchsActivation() {
        Map<String, Tensor> outputs = graph.forward(input, expected.names());

        assertThat(outputs.keySet()).containsExactlyElementsOf(expected.names());
        outputs.forEach((name, output) -> expectClose(output, expected.tensor(name), 1e-5f, name));
    }

    @ParameterizedTest
    @EnumSource(Pass.class)
    void eachPassAloneKeepsWhatTheNetworkMeans(Pass pass) {
        List<String> outputs = List.of("layer1", "layer2.0.downsample", "fc");
        Map<String, Tensor> without = graph.forward(input, outputs);

        Map<String, Tensor> with =
                Optimizer.optimize(graph, outputs, Set.of(pass)).forward(input, outputs);

        assertThat(with.keySet()).containsExactlyElementsOf(outputs);
        with.forEach((name, output) -> {
            expectClose(output, without.get(name), 1e-5f, name);
            if (pass != Pass.FOLD_BATCH_NORM) {
                assertThat(output.sameBits(without.get(name))).as(name).isTrue();
            }
        });
    }

    @Test
    void allPassesTogetherLeaveNoBatchNormAndTheSameMeaning() {
        Graph optimized = Optimizer.optimize(graph, List.of("fc"), EnumSet.allOf(Pass.class));

        expectClose(optimized.forward(input, List.of("fc")).get("fc"), expected.tensor("fc"), 1e-5f, "fc");
        assertThat(optimized.nodes().values())
                .extracting(node -> node.name() + " " + node.operator().type())
                .containsExactly(
                        "bn1 Conv2d",
                        "relu ReLU",
                        "maxpool MaxPool2d",
                        "layer1.0.bn1 Conv2d",
                        "layer1.0.relu_1 ReLU",
                        "layer1.0.bn2 Conv2d",
                        "layer1.0.add add",
                        "layer1.0.relu ReLU",
                        "layer2.0.bn1 Conv2d",
                        "layer2.0.relu_1 ReLU",
                        "layer2.0.bn2 Conv2d",
                        "layer2.0.downsample.1 Conv2d",
                        "layer2.0.add add",
                        "layer2.0.relu ReLU",
                        "avgpool AdaptiveAvgPool2d",
                        "flatten Flatten",
                        "fc Linear");
        assertThat(optimized.nodes().get("layer2.0.add").inputs())
                .containsExactly("layer2.0.bn2", "layer2.0.downsample.1");
        assertThat(optimized.modules()).containsEntry("layer2", "layer2.0.relu");
    }

    @Test
    void aNodeThatIsAskedForIsNotMergedAway() {
        List<String> outputs = List.of("conv1", "bn1", "relu");
        Graph optimized = Optimizer.optimize(graph, outputs, EnumSet.allOf(Pass.class));

        assertThat(optimized.nodes().keySet()).containsExactlyElementsOf(outputs);
        optimized
                .forward(input, outputs)
                .forEach((name, output) -> expectClose(output, expected.tensor(name), 1e-5f, name));
    }

    @Test
    void whatDoesNotDependOnTheInputIsComputedOnce() {
        GraphBuilder net = Graph.builder();
        String two = net.add("two", new Constant(Tensor.of(Shape.of(1), 2)));
        String three = net.add("three", new Constant(Tensor.of(Shape.of(1), 3)));
        String six = net.add("six", Arithmetic.MUL, two, three);
        net.add("product", Arithmetic.MUL, Graph.INPUT, six);
        Graph folded = Optimizer.optimize(net.build("product"), List.of("product"), Set.of(Pass.FOLD_CONSTANTS));

        assertThat(folded.nodes().keySet()).containsExactly("six", "product");
        assertThat(folded.forward(Tensor.of(Shape.of(2), 1, 5), List.of("product"))
                        .get("product")
                        .array())
                .containsExactly(6, 30);
    }

    @Test
    void aBatchGivesEachImageTheBitsItHasAlone() {
        Tensor first = Tensor.of(Shape.of(1, 3, 32, 32), Arrays.copyOf(input.array(), 3 * 32 * 32));
        Graph optimized = Optimizer.optimize(graph, List.of("layer2"), EnumSet.allOf(Pass.class));
        float[] alone =
                optimized.forward(first, List.of("layer2")).get("layer2").array();
        float[] together =
                optimized.forward(input, List.of("layer2")).get("layer2").array();

        assertThat(Arrays.copyOf(together, alone.length)).containsExactly(alone);
    }

    @Test
    void aWrongNameIsAnsweredWithTheNearestRightOnes() {
        assertThatThrownBy(() -> graph.forward(input, List.of("layer3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "there is no layer 'layer3'; the nearest of the 28 there are: 'layer1', 'layer2', ");
    }

    @Test
    void aMismatchIsTracedToAllThatMadeIt() {
        GraphBuilder net = Graph.builder();
        String a = net.add("a", new Linear(4, 3), Graph.INPUT);
        String b = net.add("b", new Linear(4, 5), Graph.INPUT);
        net.add("sum", Arithmetic.ADD, a, b);
        assertThatThrownBy(() -> net.build("sum").outputShapes(Shape.of(2, 4)))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("sum (add) ")
                .hasMessageEndingWith(", from a (Linear) [2, 3] and b (Linear) [2, 5]; the network's input is [2, 4]");
    }

    @Test
    void aBuilderRefusesWhatIsNoGraph() {
        GraphBuilder net = Graph.builder();
        Operator relu = new ReLU();
        net.add("a", relu, Graph.INPUT);
        assertThatThrownBy(() -> net.add("a", relu, Graph.INPUT))
                .hasMessage("a node's name is unique and not empty, but 'a' is not");
        assertThatThrownBy(() -> net.add("b", new Flatten(), "c"))
                .hasMessage("node 'b' takes 'c', which is not a node before it");
        assertThatThrownBy(() -> net.build("z"))
                .hasMessage("a network's output is a node, but there is none named 'z'");
    }

    @Test
    void theStateKeepsItsNamesAndOrder() {
        Graph drawn = graph.initialised(Generator.manualSeed(0));
        assertThat(drawn.state().keySet())
                .containsExactlyElementsOf(graph.state().keySet());
    }

    private static void expectClose(Tensor actual, Tensor expected, float tolerance, String name) {
        assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
        for (int i = 0; i < expected.array().length; i++) {
            assertThat(actual.array()[i]).as("%s [%d]", name, i).isCloseTo(expected.array()[i], within(tolerance));
        }
    }
}
