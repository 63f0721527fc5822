package dev.convoy.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Concat;
import dev.convoy.nn.Constant;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.IndexSelect;
import dev.convoy.nn.MatMul;
import dev.convoy.nn.MixedImagesException;
import dev.convoy.nn.Operator;
import dev.convoy.nn.Permute;
import dev.convoy.nn.ReLU;
import dev.convoy.nn.Reduction;
import dev.convoy.nn.Reshape;
import dev.convoy.nn.Slice;
import dev.convoy.nn.Softmax;
import dev.convoy.nn.Squeeze;
import dev.convoy.nn.Unsqueeze;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Networks drawn of operators that move, join and reduce dimensions: none is taken that mixes images. */
class IndependentImagesFuzzTest {

    private static final int NETWORKS = Integer.getInteger("convoy.fuzz.networks", 5000);
    private static final Shape IMAGE = Shape.of(2, 4);
    private static final int[] SIZES = {-1, -1, 1, 2, 3, 4};

    @Test
    void whatIsTakenGivesAnImageTheSameInEveryBatch() {
        long seed = Long.getLong("convoy.fuzz.seed", System.nanoTime());
        System.out.println("IndependentImagesFuzzTest: -Dconvoy.fuzz.seed=" + seed);
        int taken = 0;
        int refusedInVain = 0;
        for (int i = 0; i < NETWORKS; i++) {
            Graph graph = drawn(new Random(seed + i));
            boolean same = Batches.sameAlone(graph, IMAGE);
            boolean takes = takes(graph);
            assertThat(takes && !same)
                    .as("seed %d: %s", seed + i, graph.nodes().values())
                    .isFalse();
            taken += takes ? 1 : 0;
            refusedInVain += same && !takes ? 1 : 0;
        }
        assertThat(taken).isBetween(NETWORKS / 50, NETWORKS - NETWORKS / 50);
        assertThat(refusedInVain).as("beside " + taken + " taken").isLessThan(taken / 20);
    }

    private static boolean takes(Graph graph) {
        try {
            graph.requireIndependentImages(IMAGE, List.of(graph.output()));
            return true;
        } catch (MixedImagesException e) {
            return false;
        }
    }

    /** A network that a batch of one and one of three can run through. */
    private static Graph drawn(Random random) {
        GraphBuilder builder = Graph.builder();
        List<String> names = new ArrayList<>(List.of(Graph.INPUT));
        List<Shape> ones = new ArrayList<>(List.of(IMAGE.batched(1)));
        List<Shape> threes = new ArrayList<>(List.of(IMAGE.batched(3)));
        int wanted = 2 + random.nextInt(5);
        for (int tries = 0; names.size() <= wanted; tries++) {
            int a = tries > 50 ? 0 : names.size() - 1 - random.nextInt(Math.min(2, names.size()));
            int b = random.nextInt(names.size());
            try {
                Operator operator = operator(random, threes.get(a).rank());
                boolean two =
                        operator instanceof Arithmetic || operator instanceof MatMul || operator instanceof Concat;
                List<Integer> inputs = operator instanceof Constant ? List.of() : two ? List.of(a, b) : List.of(a);
                Shape one = operator.outputShape(inputs.stream().map(ones::get).toList());
                Shape three =
                        operator.outputShape(inputs.stream().map(threes::get).toList());
                names.add(builder.add(
                        Integer.toString(names.size()),
                        operator,
                        inputs.stream().map(names::get).toArray(String[]::new)));
                ones.add(one);
                threes.add(three);
            } catch (IllegalArgumentException e) {
                // Not an operator for these shapes: another is drawn.
            }
        }
        return builder.build(names.get(names.size() - 1));
    }

    private static Operator operator(Random random, int rank) {
        int dim = random.nextInt(Math.max(rank, 1));
        return switch (random.nextInt(13)) {
            case 0 -> new ReLU();
            case 1, 2 -> new Permute(permutation(random, rank));
            case 3, 4 ->
                Reshape.keepingZeros(IntStream.range(0, 1 + random.nextInt(4))
                        .map(i -> random.nextInt(3) == 0 ? 0 : SIZES[random.nextInt(SIZES.length)])
                        .toArray());
            case 5 -> new Softmax(dim);
            case 6 -> Reduction.mean(random.nextBoolean(), dim);
            case 7 ->
                random.nextBoolean()
                        ? new Slice(dim, random.nextInt(2), random.nextBoolean() ? Integer.MAX_VALUE : 2)
                        : new IndexSelect(dim, random.nextInt(2), 0);
            case 8 -> random.nextBoolean() ? new Unsqueeze(random.nextInt(rank + 1)) : new Squeeze(dim);
            case 9 -> new Flatten(random.nextInt(2), -1);
            case 10 -> random.nextBoolean() ? Arithmetic.SUB : Arithmetic.MUL;
            case 11 -> random.nextBoolean() ? new MatMul() : new Concat(dim);
            default ->
                new Constant(Generator.manualSeed(5)
                        .randn(random.nextBoolean() ? Shape.of(4) : Shape.of(1, 1 + random.nextInt(2), 1)));
        };
    }

    private static int[] permutation(Random random, int rank) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        Collections.shuffle(order, random);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }
}
