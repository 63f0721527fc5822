package dev.convoy.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.graph.plan.Plans;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Chunk;
import dev.convoy.nn.Concat;
import dev.convoy.nn.Constant;
import dev.convoy.nn.Conv2d;
import dev.convoy.nn.Expand;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.IndexSelect;
import dev.convoy.nn.LayerNorm;
import dev.convoy.nn.Linear;
import dev.convoy.nn.MatMul;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.MixedImagesException;
import dev.convoy.nn.Operator;
import dev.convoy.nn.Permute;
import dev.convoy.nn.Precision;
import dev.convoy.nn.ReLU;
import dev.convoy.nn.Reduction;
import dev.convoy.nn.Reshape;
import dev.convoy.nn.ShapeException;
import dev.convoy.nn.Slice;
import dev.convoy.nn.Softmax;
import dev.convoy.nn.Split;
import dev.convoy.nn.Squeeze;
import dev.convoy.nn.Transpose;
import dev.convoy.nn.Unsqueeze;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import dev.convoy.zoo.Architecture;
import dev.convoy.zoo.Zoo;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a network gives an image the same in every batch is told from its operators, not by trial. */
class IndependentImagesTest {

    private static final Shape IMAGE = Shape.of(3, 4, 4);

    @Test
    void whatMixesTheImagesOfABatchIsNamed() {
        String places = "takes images of the batch by their place";
        mixed(net().and(Arithmetic.SUB, new Slice(0, 0, 1)), "1 (slice) " + places);
        mixed(net().then(new Slice(0, 1, Integer.MAX_VALUE)), "1 (slice) " + places);
        mixed(net().then(new Slice(-4, -1, Integer.MAX_VALUE)), "1 (slice) " + places);
        mixed(net().then(new IndexSelect(0, 1, 0, 2)), "1 (index_select) " + places);
        mixed(net().then(new Chunk(2, 0, 1)), "1 (chunk) " + places);
        mixed(net().then(new Split(1, 0, 2)), "1 (split) " + places);
        mixed(net().then(new Softmax(0)), "1 (Softmax) normalises over the batch");
        mixed(net().and(Arithmetic.SUB, Reduction.mean(true, 0)), "1 (mean) takes the mean over the batch");
        mixed(net().then(Reduction.amax(false)), "1 (amax) takes the amax over the batch");
        mixed(net().and(new Concat(0)), "1 (cat) joins tensors along the batch");
        mixed(net().and(Arithmetic.ADD, values(3, 3, 4, 4)), "2 (add) takes a tensor of 3 along the batch");
        mixed(net().and(new Concat(1), values(3, 1, 4, 4)), "2 (cat) joins a tensor of one size with a batch");
        mixed(net().then(new Expand(3, 3, 4, 4)), "1 (expand) makes a batch of 3 of a batch of any size");
        mixed(
                net().then(new Permute(1, 0, 2, 3), new Reshape(1, -1, 4, 4), new Softmax(1)),
                "3 (Softmax) normalises over the batch");
        mixed(
                net().then(new Transpose(0, 2), MaxPool2d.builder(2).build()),
                "2 (MaxPool2d) works over dimension 2 of its input [4, 3, 1, 4], which is the batch of images");
        mixed(
                net().then(new Flatten(), new Transpose(0, 1)).and(new MatMul(), new Flatten()),
                "4 (matmul) sums over the batch");
        mixed(
                net().then(new Flatten()).and(new MatMul(), new Flatten(), new Transpose(0, 1)),
                "4 (matmul) multiplies images of the batch with each other");
        mixed(
                net().then(new Reshape(4, -1), new Softmax(0)),
                "2 (Softmax) works on dimensions over which the images of the batch are spread: [4, 24] for two");
        mixed(
                net().then(new Slice(1, 0, 1), new Permute(1, 0, 2, 3)).and(Arithmetic.MUL, new Slice(1, 0, 1)),
                "4 (mul) takes images of the batch together with others");
        mixed(
                net().then(new Slice(1, 0, 1), new Squeeze()),
                "2 (squeeze) leaves out the dimension of the batch where that is one image");
    }

    @Test
    void anOutputIsOneAnImage() {
        refused(net().then(new Permute(1, 0, 2, 3)), "1 gives [3, 1, 4, 4] for one image and [3, 2, 4, 4] for two");
        refused(net().then(new Reshape(-1, 4, 4)), "1 gives [3, 4, 4] for one image and [6, 4, 4] for two, not one");
        refused(net().then(new Reshape(1, 3, 4, 4)), "1 (reshape) takes batches of one size alone: ");
        refused(net().then(new Reshape(1, -1)), "1 gives [1, 48] for one image and [1, 96] for two");
        GraphBuilder constant = Graph.builder();
        constant.add("c", values(1, 3));
        refused(constant.build("c"), "c does not depend on the images");
    }

    @Test
    void whatIsUndoneMixesNothing() {
        Operator windows = new Reshape(-1, 3, 2, 2, 2, 2);
        independent(net().then(windows, new Permute(0, 2, 4, 3, 5, 1), new Reshape(-1, 4, 3))
                .then(
                        new LayerNorm(Shape.of(3), 1e-5, false, false),
                        new Linear(3, 5).initialised(Generator.manualSeed(1)))
                .then(new Softmax(1), new Reshape(-1, 2, 2, 2, 2, 5), new Permute(0, 5, 1, 3, 2, 4))
                .then(new Reshape(-1, 5, 4, 4), new ReLU()));
        independent(net().then(new Permute(1, 0, 2, 3), new Softmax(0), new Permute(1, 0, 2, 3)));
        independent(net().then(new Reshape(4, -1), new ReLU(), new Reshape(-1, 3, 4, 4)));
        independent(net().then(new Flatten(0, 1), new Softmax(1), new Reshape(-1, 48)));
        independent(net().then(new Unsqueeze(0), new Slice(0, 0, 1), new Squeeze(0)));
        independent(net().then(new Slice(0, 0, Integer.MAX_VALUE)));
    }

    /** As torch.nn.MultiheadAttention: the batch is the second dimension, then shares the first with the heads. */
    @Test
    void attentionOverAnImagesOwnPartsMixesNothing() {
        independent(net().then(new Flatten(2, 3), new Permute(2, 0, 1), new Reshape(16, -1, 1), new Transpose(0, 1))
                .and(
                        new MatMul(),
                        new Flatten(2, 3),
                        new Permute(2, 0, 1),
                        new Reshape(16, -1, 1),
                        new Permute(1, 2, 0))
                .then(new Softmax(-1), Reduction.mean(false, 1), new Transpose(0, 1), new Reshape(16, -1, 3))
                .then(new Permute(1, 2, 0)));
    }

    @Test
    void whatIsTheSameForAllImagesMixesNothing() {
        independent(net().and(Arithmetic.ADD, values(3, 1, 1)).and(Arithmetic.MUL, values()));
        independent(net().and(Arithmetic.SUB, Reduction.mean(true, 1, 2, 3)).and(new Concat(1), new ReLU()));
        independent(net().then(new Flatten()).and(new MatMul(), values(48, 7)));
        independent(net().then(new Slice(1, 0, 2), new IndexSelect(2, 3, 0), Reduction.sum(false, 3)));
        independent(net().then(Conv2d.builder(3, 5, 3).build(Generator.manualSeed(0)), new Chunk(5, 1, 2)));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void noArchitectureMixesImages(String name) {
        Architecture network = Zoo.network(name);
        Shape batch = network.inputShape();
        Graph graph = network.graph();
        Collection<String> all = List.of(graph.output());
        graph.requireIndependentImages(batch.slice(1, 4), all);
        assertThat(graph.batchLayouts(batch.slice(1, 4), all)
                        .get(graph.output())
                        .isFirst())
                .isTrue();
    }

    static Collection<String> architectures() {
        return Zoo.names();
    }

    @Test
    void anImageThatALayerDoesNotTakeIsToldAsThat() {
        Graph graph = net().then(new ReLU(), new Linear(5, 2)).build();
        assertThatThrownBy(() -> graph.requireIndependentImages(IMAGE, List.of(graph.output())))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("2 (Linear) expects 5 input features but receives 4, from 1 (ReLU) [1, 3, 4, 4]");
    }

    /** Of a batch of three a network that mixes fails, gives another number of outputs, or other ones than alone. */
    private static void mixed(Net net, String problem) {
        Graph graph = net.build();
        assertThatThrownBy(() -> graph.requireIndependentImages(IMAGE, List.of(graph.output())))
                .isInstanceOf(MixedImagesException.class)
                .hasMessageContaining(problem);
        assertThat(Batches.sameAlone(graph, IMAGE)).as(problem).isFalse();

        Plans plans = new Plans(graph, List.of(graph.output()), Precision.FAST);
        Tensor batch = Generator.manualSeed(1).randn(IMAGE.batched(3));
        Tensor expected = graph.forward(batch, List.of(graph.output())).get(graph.output());
        assertThat(plans.run(batch, 2).get(graph.output()).sameBits(expected))
                .as(problem)
                .isTrue();
    }

    private static void refused(Net net, String problem) {
        refused(net.build(), problem);
    }

    private static void refused(Graph graph, String problem) {
        assertThatThrownBy(() -> graph.requireIndependentImages(IMAGE, List.of(graph.output())))
                .isInstanceOf(MixedImagesException.class)
                .hasMessageContaining(problem);
    }

    private static void independent(Net net) {
        Graph graph = net.build();
        assertThatCode(() -> graph.requireIndependentImages(IMAGE, List.of(graph.output())))
                .doesNotThrowAnyException();
        assertThat(Batches.sameAlone(graph, IMAGE)).isTrue();
    }

    private static Operator values(int... sizes) {
        return new Constant(Generator.manualSeed(7).randn(Shape.of(sizes)));
    }

    private static Net net() {
        return new Net();
    }

    /** A network that is being built; its nodes are numbered. */
    private static final class Net {

        private final GraphBuilder builder = Graph.builder();
        private int count;
        private String last = Graph.INPUT;

        /** Operators one behind the other. */
        Net then(Operator... operators) {
            for (Operator operator : operators) {
                last = builder.add(Integer.toString(++count), operator, last);
            }
            return this;
        }

        /** An operator of what there is and of what others make of the network's input, or of a constant. */
        Net and(Operator operator, Operator... others) {
            String other = Graph.INPUT;
            for (Operator each : others) {
                String[] inputs = each instanceof Constant ? new String[0] : new String[] {other};
                other = builder.add(Integer.toString(++count), each, inputs);
            }
            last = builder.add(Integer.toString(++count), operator, last, other);
            return this;
        }

        Graph build() {
            return builder.build(last);
        }
    }
}
