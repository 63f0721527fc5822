package dev.convoy.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.graph.Graph;
import dev.convoy.graph.GraphBuilder;
import dev.convoy.graph.Optimizer;
import dev.convoy.graph.Optimizer.Pass;
import dev.convoy.graph.Tinynet;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.BatchNorm2d;
import dev.convoy.nn.BatchNorm3d;
import dev.convoy.nn.Conv1d;
import dev.convoy.nn.Conv2d;
import dev.convoy.nn.Conv3d;
import dev.convoy.nn.GELU;
import dev.convoy.nn.LayerNorm2d;
import dev.convoy.nn.Linear;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.Operator;
import dev.convoy.nn.Precision;
import dev.convoy.nn.ReLU;
import dev.convoy.nn.ShapeException;
import dev.convoy.nn.Softmax;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

    private static final Shape IMAGE = Shape.of(3, 32, 32);

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aResidualNetworkMeansWhatItsGraphMeans(Precision precision) throws IOException {
        List<String> outputs = List.of("fc");
        Plan plan = plan(Tinynet.graph(), outputs, IMAGE, precision);

        expectClose(plan.run(Tinynet.input(), new Workspace()), Tinynet.graph(), Tinynet.input(), outputs);
    }

    @Test
    void normalisationsAdditionsAndFunctionsArePartOfConvolutions() throws IOException {
        Plan plan = plan(Tinynet.graph(), List.of("fc"), IMAGE, Precision.FAST);

        assertThat(plan.times(new Workspace()))
                .extracting(StepTime::name)
                .containsExactly(
                        "bn1 + relu",
                        "maxpool",
                        "layer1.0.bn1 + layer1.0.relu_1",
                        "layer1.0.bn2 + layer1.0.add + layer1.0.relu",
                        "layer2.0.bn1 + layer2.0.relu_1",
                        "layer2.0.bn2",
                        "layer2.0.downsample.1 + layer2.0.add + layer2.0.relu",
                        "avgpool",
                        "fc",
                        "fc");
    }

    @Test
    void outputsInTheMiddleOfWhatWouldBeMergedAreRight() throws IOException {
        List<String> outputs = List.of(
                "layer2.0.add", "conv1", "bn1", "layer1.0.conv2", "layer1.0.add", "layer1", "layer2.0.bn2", "flatten");
        Plan plan = plan(Tinynet.graph(), outputs, IMAGE, Precision.FAST);

        Map<String, Tensor> results = plan.run(Tinynet.input(), new Workspace());

        assertThat(results.keySet()).containsExactlyElementsOf(outputs);
        expectClose(results, Tinynet.graph(), Tinynet.input(), outputs);
    }

    @Test
    void normalisationsThatNothingElseNeedsArePartOfThePointwiseConvolutionBehind() {
        GraphBuilder net = Graph.builder();
        String x = net.add("pool", MaxPool2d.builder(2).build(), Graph.INPUT);
        String relu = net.add(
                "relu", new ReLU(), net.add("norm", BatchNorm2d.builder(20).build(), x));
        String y = net.add("conv", Conv2d.builder(20, 33, 1).build(), relu);
        String z = net.add("conv3", Conv2d.builder(20, 33, 3).padding(1).build(), relu);
        Graph both = net.build(net.add("sum", Arithmetic.ADD, y, z)).initialised(Generator.manualSeed(0));
        Tensor input = Generator.manualSeed(1).randn(Shape.of(3, 20, 9, 9));
        Shape image = input.shape().slice(1, 4);

        Plan fused = plan(both, List.of(y), image, Precision.FAST);
        Plan wanted = plan(both, List.of(relu, y), image, Precision.FAST);
        Plan shared = plan(both, List.of("sum", y), image, Precision.FAST);

        Tensor expected = wanted.run(input, new Workspace()).get(y);
        assertThat(names(fused)).containsExactly("", "pool", "norm + relu + conv", "conv");
        assertThat(fused.run(input, new Workspace()).get(y).sameBits(expected)).isTrue();
        assertThat(names(wanted)).containsExactly("", "pool", "norm + relu", "relu", "conv", "conv");
        assertThat(names(shared)).startsWith("", "pool", "norm + relu", "conv");
        assertThat(shared.run(input, new Workspace()).get(y).sameBits(expected)).isTrue();
        expectClose(Map.of(y, expected), both, input, List.of(y));
    }

    private static List<String> names(Plan plan) {
        return plan.times(new Workspace()).stream().map(StepTime::name).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 33})
    void anImageHasTheSameBitsInEveryBatchAndOnEveryThread(int images) throws IOException {
        List<String> outputs = List.of("layer1", "fc");
        Tensor batch = Generator.manualSeed(images).randn(Shape.of(images, 3, 32, 32));
        Plan plan = plan(Tinynet.graph(), outputs, IMAGE, Precision.FAST);
        Map<String, Tensor> results = plan.run(batch, new Workspace());

        assertThat(results.get("layer1").shape()).isEqualTo(Shape.of(images, 8, 16, 16));
        assertThat(results.get("fc").shape()).isEqualTo(Shape.of(images, 10));
        Workspace[] three = {new Workspace(), new Workspace(), new Workspace()};
        Map<String, Tensor> divided = plan.run(batch, three);
        results.forEach((name, result) ->
                assertThat(divided.get(name).sameBits(result)).as(name).isTrue());
        Workspace alone = new Workspace();
        for (int i = 0; i < images; i++) {
            Map<String, Tensor> single = plan.run(image(batch, i), alone);
            for (String name : outputs) {
                assertThat(single.get(name).sameBits(image(results.get(name), i)))
                        .as("%s of image %d", name, i)
                        .isTrue();
            }
        }
        if (images > 0) {
            expectClose(results, Tinynet.graph(), batch, outputs);
        }
    }

    @Test
    void aWorkspaceTakesWhatThePlanSays() throws IOException {
        Plan plan = plan(Tinynet.graph(), List.of("fc"), IMAGE, Precision.FAST);
        for (int images : new int[] {1, 5, 40}) {
            Workspace workspace = new Workspace();
            plan.run(Tensor.zeros(Shape.of(images, 3, 32, 32)), workspace);
            assertThat(workspace.bytes()).as("%d images", images).isEqualTo(plan.workspaceBytes(images));
        }
        assertThat(plan.workspaceBytes(1000)).isEqualTo(plan.workspaceBytes(Stage.MOST_IMAGES));
    }

    @Test
    void timesAreThoseOfAllWorkspaces() throws IOException {
        Plan plan = plan(Tinynet.graph(), List.of("fc"), IMAGE, Precision.FAST);
        Workspace one = new Workspace();
        Workspace other = new Workspace();
        plan.run(Tinynet.input(), one, other);

        List<StepTime> together = plan.times(one, other);
        for (int i = 0; i < together.size(); i++) {
            assertThat(together.get(i).nanos())
                    .isPositive()
                    .isEqualTo(plan.times(one).get(i).nanos()
                            + plan.times(other).get(i).nanos());
        }
        assertThat(together.get(0).multiplyAdds()).isEqualTo(8L * 27 * 32 * 32);
    }

    @Test
    void noWorkspaceAndOtherImagesAreRefused() throws IOException {
        Plan plan = plan(Tinynet.graph(), List.of("fc"), IMAGE, Precision.FAST);

        assertThatThrownBy(() -> plan.run(Tinynet.input())).hasMessage("a plan runs in one workspace or more");
        for (Shape wrong : List.of(Shape.of(2, 3, 32, 31), Shape.of(3, 32, 32))) {
            assertThatThrownBy(() -> plan.run(Tensor.zeros(wrong), new Workspace()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the plan is for images of [3, 32, 32] but the batch is " + wrong
                            + ": compile one for its shape");
        }
    }

    @Test
    void whatMixesImagesHasNoPlanAndIsComputedAllTheSame() {
        GraphBuilder net = Graph.builder();
        String x = net.add("conv", Conv2d.builder(2, 3, 3).build(Generator.manualSeed(0)), Graph.INPUT);
        Graph graph = net.build(net.add("softmax", new Softmax(0), x));
        Plans plans = new Plans(graph, List.of("softmax"), Precision.FAST);
        Tensor input = Generator.manualSeed(1).randn(Shape.of(3, 2, 5, 5));

        assertThat(plans.plan(Shape.of(2, 5, 5))).isEmpty();
        assertThat(plans.run(input, 2)
                        .get("softmax")
                        .sameBits(graph.forward(input, List.of("softmax")).get("softmax")))
                .isTrue();
        Profile profile = plans.profile(input, 2);
        assertThat(profile.steps()).isEmpty();
        assertThat(profile.nanos()).isPositive();
    }

    @Test
    void valuesThatAreNoImagesGoThroughTheirOperators() {
        Graph volumes = chain(
                Conv3d.builder(2, 4, 3).padding(1).build(),
                BatchNorm3d.builder(4).build(),
                new ReLU());
        Graph sequences = chain(Conv1d.builder(5, 7, 3).build(), new ReLU(), new Linear(8, 6));
        Graph vectors = chain(new Linear(9, 20), new ReLU(), new Linear(20, 3));

        expectPlanned(volumes, Shape.of(3, 2, 4, 5, 6));
        expectPlanned(sequences, Shape.of(17, 5, 10));
        expectPlanned(chain(new Linear(9, 4), new ReLU()), Shape.of(3, 7, 9));
        expectPlanned(vectors, Shape.of(33, 9));
        expectPlanned(vectors, Shape.of(2, 4, 6, 9));
    }

    @Test
    void emptyImagesHaveEmptyOutputs() {
        for (Shape batch : List.of(Shape.of(2, 3, 0, 4), Shape.of(2, 3, 4, 0), Shape.of(0, 3, 4, 4))) {
            expectPlanned(chain(new ReLU(), BatchNorm2d.builder(3).build(), new LayerNorm2d(3), new GELU()), batch);
        }
        expectPlanned(chain(new ReLU(), new Linear(9, 4)), Shape.of(2, 0, 9));
        expectPlanned(chain(new ReLU()), Shape.of(2, 0));
    }

    @Test
    void severalShapesHaveAPlanEachAndTheLatestAreKept() throws IOException {
        Graph graph = Tinynet.graph();
        Plans plans = new Plans(graph, List.of("fc"), Precision.FAST);
        Plan first = plans.plan(IMAGE).orElseThrow();
        assertThat(plans.knows(Shape.of(5, 3, 32, 32))).isTrue();
        assertThat(plans.knows(Shape.of(5, 3, 32, 33))).isFalse();
        for (int width = 33; width < 60; width++) {
            Tensor batch = Generator.manualSeed(width).randn(Shape.of(2, 3, 32, width));
            expectClose(plans.run(batch, 1), graph, batch, List.of("fc"));
            assertThat(plans.plan(IMAGE)).containsSame(first);
        }
        assertThat(plans.knows(Shape.of(1, 3, 32, 59))).isTrue();
        assertThat(plans.knows(Shape.of(1, 3, 32, 33))).isFalse();
        assertThatThrownBy(() -> plans.run(Tensor.zeros(Shape.of(1, 4, 32, 32)), 1))
                .isInstanceOf(ShapeException.class);
        assertThat(plans.knows(Shape.of(1, 4, 32, 32))).isFalse();
    }

    @Test
    void aWorkspaceServesImagesOfEverySizeAndKeepsNoMoreThanAQuarterTooMuch() throws IOException {
        List<String> outputs = List.of("layer1", "fc");
        Graph graph = Optimizer.optimize(Tinynet.graph(), outputs, EnumSet.allOf(Pass.class));
        Workspace shared = new Workspace();
        for (int size : new int[] {32, 120, 33, 96, 95, 94, 40, 120}) {
            Plan plan = Plan.compile(graph, outputs, Shape.of(3, size, size), Precision.FAST)
                    .orElseThrow();
            Tensor batch = Generator.manualSeed(size).randn(Shape.of(2, 3, size, size));
            Map<String, Tensor> expected = plan.run(batch, new Workspace());
            plan.run(batch, shared)
                    .forEach((name, actual) -> assertThat(actual.sameBits(expected.get(name)))
                            .as("%s at %d", name, size)
                            .isTrue());
            long needed = plan.workspaceBytes(2);
            assertThat(shared.bytes()).isBetween(needed, Workspace.mostBytes(needed));
        }
    }

    /** Hands images on, but takes those of one width only when it may. */
    private static final class Gate implements Operator {

        private static final int WIDTH = 33;

        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);

        @Override
        public Shape outputShape(List<Shape> inputs) {
            if (inputs.get(0).size(-1) == WIDTH) {
                reached.countDown();
                try {
                    open.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return inputs.get(0);
        }

        @Override
        public Tensor forward(List<Tensor> inputs) {
            return inputs.get(0);
        }
    }

    @Test
    void whoCompilesForNewImagesHoldsUpOnlyThoseWhoNeedTheSame() throws Exception {
        Gate gate = new Gate();
        Plans plans = new Plans(chain(gate, new ReLU()), List.of("layer1"), Precision.FAST);
        Tensor known = Generator.manualSeed(0).randn(Shape.of(2, 3, 8, 32));
        plans.run(known, 1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Shape slow = Shape.of(3, 8, Gate.WIDTH);
            Future<Optional<Plan>> first = threads.submit(() -> plans.plan(slow));
            gate.reached.await();
            Future<Optional<Plan>> second = threads.submit(() -> plans.plan(slow));

            assertThat(plans.run(known, 1)).containsKey("layer1");
            assertThat(plans.plan(Shape.of(3, 8, 34))).isPresent();
            assertThat(plans.knows(Shape.of(1, 3, 8, Gate.WIDTH))).isFalse();
            assertThat(first).isNotDone();
            assertThat(second).isNotDone();

            gate.open.countDown();
            assertThat(second.get()).containsSame(first.get().orElseThrow());
        } finally {
            gate.open.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void whatIsBeyond32BitsIsReckonedExactlyAndBeyondAnArrayRefusedByItsLayer() {
        Graph graph = chain(Conv2d.builder(1, 16, 3).padding(1).build(), new ReLU());
        int side = 8_191;
        long floats = 16L * side * side;
        Plan plan = plan(graph, List.of("layer1"), Shape.of(1, side, side), Precision.FAST);
        assertThat(plan.workspaceBytes(1)).isBetween(4 * floats, 4 * floats + (32 << 20));
        assertThat(plan.workspaceBytes(32)).as("a pass of one image").isEqualTo(plan.workspaceBytes(1));
        assertThat(plan.runBytes(3, 3)).isEqualTo(3 * plan.runBytes(1, 1));

        assertThatThrownBy(() -> plan(graph, List.of("layer1"), Shape.of(1, 16_384, 8_192), Precision.FAST))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("layer0 (Conv2d) makes no tensor of [1, 1, 16384, 8192]: a tensor has at most");
        assertThatThrownBy(() -> plan(
                        chain(new ReLU(), Conv2d.builder(1, 3, 3).padding(1).build()),
                        List.of("layer1"),
                        Shape.of(1, 16_384, 16_384),
                        Precision.FAST))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("in blocks of 16 channels, but an array has at most 2,147,483,639 elements");
        GraphBuilder net = Graph.builder();
        String x = net.add("first", Conv2d.builder(1, 16, 3).padding(1).build(), Graph.INPUT);
        String y = net.add("second", Conv2d.builder(16, 16, 3).padding(1).build(), x);
        String z = net.add("third", Conv2d.builder(16, 16, 3).padding(1).build(), y);
        String v = net.add("fourth", Conv2d.builder(16, 16, 3).padding(1).build(), z);
        String both = net.add("both", Arithmetic.ADD, v, x);
        Graph residual = net.build(net.add("sum", Arithmetic.ADD, both, y)).initialised(Generator.manualSeed(0));
        assertThatThrownBy(() -> plan(residual, List.of("sum"), Shape.of(1, side, side), Precision.FAST))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("first takes an image of [1, 8191, 8191] for which there is too much memory")
                .hasMessageEndingWith(", where an array has at most 8.6 GB");
    }

    private static Graph chain(Operator... operators) {
        GraphBuilder net = Graph.builder();
        String x = Graph.INPUT;
        for (int i = 0; i < operators.length; i++) {
            x = net.add("layer" + i, operators[i], x);
        }
        return net.build(x).initialised(Generator.manualSeed(0));
    }

    private static void expectPlanned(Graph graph, Shape batch) {
        List<String> outputs = List.copyOf(graph.nodes().keySet());
        Tensor input = Generator.manualSeed(7).randn(batch);
        Plan plan = plan(graph, outputs, batch.slice(1, batch.rank()), Precision.FAST);
        expectClose(plan.run(input, new Workspace(), new Workspace()), graph, input, outputs);
    }

    private static Plan plan(Graph graph, List<String> outputs, Shape image, Precision precision) {
        Graph optimized = Optimizer.optimize(graph, outputs, EnumSet.allOf(Pass.class));
        return Plan.compile(optimized, outputs, image, precision).orElseThrow();
    }

    private static void expectClose(Map<String, Tensor> actual, Graph graph, Tensor input, List<String> outputs) {
        graph.forward(input, outputs).forEach((name, expected) -> {
            assertThat(actual.get(name).shape()).as(name).isEqualTo(expected.shape());
            double error = 0;
            double norm = 0;
            for (int i = 0; i < expected.array().length; i++) {
                error += Math.pow(actual.get(name).array()[i] - expected.array()[i], 2);
                norm += Math.pow(expected.array()[i], 2);
            }
            assertThat(Math.sqrt(error)).as(name).isLessThanOrEqualTo(1e-5 * Math.sqrt(norm));
        });
    }

    /** One image of a batch, as a batch. */
    private static Tensor image(Tensor batch, int index) {
        Shape shape = batch.shape().with(0, 1);
        int length = shape.elements();
        return Tensor.of(shape, Arrays.copyOfRange(batch.array(), index * length, (index + 1) * length));
    }
}
