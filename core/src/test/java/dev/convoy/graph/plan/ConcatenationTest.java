package dev.convoy.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.convoy.graph.Graph;
import dev.convoy.graph.GraphBuilder;
import dev.convoy.graph.Optimizer;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Concat;
import dev.convoy.nn.Conv2d;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.Precision;
import dev.convoy.nn.ReLU;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is concatenated is computed where it belongs if it can be, and is the same values everywhere. */
class ConcatenationTest {

    private static final Tensor IMAGES = Generator.manualSeed(3).randn(Shape.of(19, 4, 9, 8));

    private final GraphBuilder net = Graph.builder();
    private int nodes;

    @Test
    void wholeBlocksAreNotCopied() {
        String a = convolution(Graph.INPUT, 4, 32);
        String b = convolution(a, 32, 16);
        String c = convolution(a, 32, 21);

        String all = concat(a, b, c);

        expectCopies(0, all);
        expectCopies(0, a, all, b, c);
    }

    @Test
    void theChainOfADenseBlockIsNotCopied() {
        String a = convolution(Graph.INPUT, 4, 32);
        String b = convolution(concat(a), 32, 16);
        String two = concat(a, b);
        String c = convolution(two, 48, 32);
        String d = convolution(concat(a, b, c), 80, 16);
        String four = concat(a, b, c, d);

        expectCopies(0, four);
        expectCopies(0, four, c, two, a);
    }

    @Test
    void concatenationsOfConcatenationsAreNotCopied() {
        String a = convolution(Graph.INPUT, 4, 16);
        String b = convolution(a, 16, 16);
        String first = concat(a, b);
        String c = convolution(first, 32, 32);
        String d = convolution(c, 32, 16);

        expectCopies(0, concat(first, concat(c, d)), first, a, d);
    }

    @Test
    void partsOfBlocksAreCopied() {
        String a = convolution(Graph.INPUT, 4, 32);
        String b = convolution(a, 32, 20);
        String c = convolution(b, 20, 16);

        expectCopies(1, concat(a, b, c), a, b, c);
        expectCopies(1, concat(b, a), a, b);
    }

    @Test
    void growingPartsOfBlocksAreCopied() {
        String a = convolution(Graph.INPUT, 4, 32);
        String b = convolution(a, 32, 20);
        String first = concat(a, b);
        String c = convolution(first, 52, 16);

        expectCopies(1, concat(a, b, c), first, b);
    }

    @Test
    void anInputTwiceIsCopiedOnce() {
        String a = convolution(Graph.INPUT, 4, 16);
        String b = convolution(a, 16, 16);

        expectCopies(1, concat(a, b, a), a, b);
        expectCopies(1, concat(a, a), a);
    }

    @Test
    void otherOrdersAndPiecesAreCopied() {
        String a = convolution(Graph.INPUT, 4, 16);
        String b = convolution(a, 16, 32);
        String first = concat(a, b);
        String second = concat(b, a);
        String c = convolution(second, 48, 16);

        String third = concat(b, c);

        expectCopies(1, third);
        expectCopies(2, third, first, second);
    }

    @Test
    void whatIsConcatenatedServesOthersToo() {
        String a = convolution(Graph.INPUT, 4, 16);
        String b = net.add("relu", new ReLU(), convolution(a, 16, 16));
        String both = concat(a, b);
        String sum = net.add("sum", Arithmetic.ADD, a, b);
        String made = net.add("residual", Arithmetic.ADD, convolution(both, 32, 32), both);
        String pooled = net.add("pool", MaxPool2d.builder(2).build(), concat(sum, a, made));
        String product = net.add("product", Arithmetic.MUL, sum, b);

        expectCopies(1, pooled, both, sum, product, made);
    }

    private String convolution(String input, int inChannels, int outChannels) {
        Conv2d layer = Conv2d.builder(inChannels, outChannels, 3).padding(1).build();
        return net.add("conv" + nodes++, layer, input);
    }

    private String concat(String... inputs) {
        return net.add("concat" + nodes++, new Concat(1), inputs);
    }

    /** Holds the plan for some outputs to the graph, and to so many steps that copy. */
    private void expectCopies(int copies, String... names) {
        List<String> outputs = List.of(names);
        Graph graph = net.build(names[0]).initialised(Generator.manualSeed(0));
        Graph optimized = Optimizer.optimize(graph, outputs, EnumSet.allOf(Optimizer.Pass.class));
        Plan plan = Plan.compile(optimized, outputs, Shape.of(4, 9, 8), Precision.FAST)
                .orElseThrow();
        Workspace workspace = new Workspace();
        Map<String, Tensor> actual = plan.run(IMAGES, workspace);
        assertThat(plan.times(workspace))
                .filteredOn(step -> step.algorithm().equals("concatenation"))
                .hasSize(copies);
        graph.forward(IMAGES, outputs).forEach((name, expected) -> expectClose(actual.get(name), expected, name));
    }

    private static void expectClose(Tensor actual, Tensor expected, String name) {
        assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
        for (int i = 0; i < expected.array().length; i++) {
            assertThat(actual.array()[i]).as("element %d of %s", i, name).isCloseTo(expected.array()[i], offset(1e-4f));
        }
    }
}
