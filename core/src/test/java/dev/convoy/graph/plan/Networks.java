package dev.convoy.graph.plan;

import dev.convoy.graph.Graph;
import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.AvgPool2d;
import dev.convoy.nn.BatchNorm2d;
import dev.convoy.nn.ChannelShuffle;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.Linear;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.Operator;
import dev.convoy.nn.Softmax;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws small networks, the same from the same seed. The parts are dealt as cards are: every kind is in a network
 * before one comes again, so that a few networks have all of them.
 */
final class Networks {

    /** How many parts a network has before its head. */
    private static final int PARTS = 5;

    private enum Part {
        CONVOLUTION,
        STRIDED_CONVOLUTION,
        GROUPED_CONVOLUTION,
        POINTWISE_CONVOLUTION,
        DEPTHWISE_CONVOLUTION,
        STRIDED_DEPTHWISE_CONVOLUTION,
        LARGE_TILES,
        SMALL_TILES,
        STRIDED_TILES,
        RESIDUAL_BLOCK,
        INVERTED_RESIDUAL_BLOCK,
        SQUEEZE_EXCITATION,
        BRANCHES,
        DENSE_BLOCK,
        SHUFFLE,
        MAX_POOL,
        AVERAGE_POOL,
        ADAPTIVE_POOL,
        BATCH_NORM,
        LAYER_NORM,
        ACTIVATION,
        PRODUCT
    }

    private enum Head {
        NONE,
        CLASSIFIER,
        POOLED_CLASSIFIER,
        SOFTMAX,
        SMALL_IMAGE
    }

    private final Random random;
    private final Deck<Part> parts = new Deck<>(List.of(Part.values()));
    private final Deck<Boolean> stems = new Deck<>(List.of(true, false, false));
    private final Deck<Head> heads = new Deck<>(List.of(Head.values()));
    private final Deck<Operator> activations = NetworkSketch.activations();

    private NetworkSketch sketch;

    Networks(long seed) {
        this.random = new Random(seed);
    }

    DrawnNetwork next() {
        sketch = stems.deal(random)
                ? NetworkSketch.withStem(random, activations)
                : new NetworkSketch(random, activations);
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            add(parts.deal(random));
            if (outputs.isEmpty() && random.nextInt(10) == 0) {
                outputs.add(sketch.last());
            }
        }
        add(heads.deal(random));
        outputs.remove(sketch.last());
        outputs.add(sketch.last());
        Graph graph = sketch.graph();
        return new DrawnNetwork(graph.withState(state(graph)), sketch.images().slice(1, 4), outputs);
    }

    /** torch's initial values, but statistics and scales that change something. */
    private Map<String, Tensor> state(Graph graph) {
        Map<String, Tensor> state = new LinkedHashMap<>(
                graph.initialised(Generator.manualSeed(random.nextInt())).state());
        state.replaceAll((name, tensor) -> {
            if (tensor.shape().rank() != 1) {
                return tensor;
            }
            boolean centred = name.endsWith("mean") || name.endsWith("bias");
            float[] values = new float[tensor.array().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = centred ? 0.3f * (float) random.nextGaussian() : 0.5f + random.nextFloat();
            }
            return Tensor.of(tensor.shape(), values);
        });
        return state;
    }

    private void add(Part part) {
        switch (part) {
            case CONVOLUTION -> sketch.convolution(1, 1);
            case STRIDED_CONVOLUTION -> sketch.convolution(1, between(2, 3));
            case GROUPED_CONVOLUTION -> {
                int groups = between(2, 4);
                sketch.pointwise(groups * between(1, 40 / groups));
                sketch.convolution(groups, between(1, 2));
            }
            case POINTWISE_CONVOLUTION -> {
                sketch.pointwise(between(1, NetworkSketch.MOST_CHANNELS));
                sketch.followed();
            }
            case DEPTHWISE_CONVOLUTION -> sketch.depthwise(1);
            case STRIDED_DEPTHWISE_CONVOLUTION -> sketch.depthwise(2);
            case LARGE_TILES -> {
                sketch.node(new AdaptiveAvgPool2d(between(7, 13), between(7, 13)));
                sketch.dense3(between(16, NetworkSketch.MOST_CHANNELS));
            }
            case SMALL_TILES -> {
                sketch.node(new AdaptiveAvgPool2d(2, 2 * between(3, 5)));
                sketch.dense3(between(33, NetworkSketch.MOST_CHANNELS));
            }
            case STRIDED_TILES -> {
                sketch.node(new AdaptiveAvgPool2d(between(7, 8), 8 * between(1, 2)));
                sketch.strided3(between(100, 112), between(90, 100));
            }
            case RESIDUAL_BLOCK -> sketch.residual();
            case INVERTED_RESIDUAL_BLOCK -> sketch.invertedResidual();
            case SQUEEZE_EXCITATION -> sketch.excitation();
            case BRANCHES -> sketch.branches();
            case DENSE_BLOCK -> sketch.denseBlock();
            case SHUFFLE -> {
                int groups = between(2, 4);
                sketch.pointwise(groups * between(1, 12));
                sketch.node(new ChannelShuffle(groups));
            }
            case MAX_POOL -> {
                int size = between(1, Math.min(3, sketch.smallest()));
                sketch.node(MaxPool2d.builder(size)
                        .stride(between(1, 2))
                        .padding(between(0, size / 2))
                        .ceilMode(random.nextBoolean())
                        .build());
            }
            case AVERAGE_POOL -> {
                int size = between(1, Math.min(3, sketch.smallest()));
                sketch.node(AvgPool2d.builder(size)
                        .stride(between(1, 2))
                        .padding(between(0, size / 2))
                        .ceilMode(random.nextBoolean())
                        .countIncludePad(random.nextBoolean())
                        .build());
            }
            case ADAPTIVE_POOL -> sketch.node(new AdaptiveAvgPool2d(between(1, 12), between(1, 12)));
            case BATCH_NORM -> {
                sketch.activation();
                sketch.node(BatchNorm2d.builder(sketch.channels()).build());
            }
            case LAYER_NORM -> sketch.layerNorm();
            case ACTIVATION -> sketch.activation();
            case PRODUCT -> sketch.product();
        }
    }

    private void add(Head head) {
        switch (head) {
            case NONE -> {}
            case CLASSIFIER -> {
                sketch.node(new AdaptiveAvgPool2d(between(1, 4), between(1, 4)));
                sketch.node(new Flatten());
                sketch.node(new Linear(sketch.channels(), between(1, 70)));
                sketch.activation();
                sketch.node(new Linear(sketch.channels(), between(1, 40), false));
            }
            case POOLED_CLASSIFIER -> {
                sketch.node(new AdaptiveAvgPool2d(1));
                sketch.node(new Flatten());
                sketch.node(new Linear(sketch.channels(), between(1, 70)));
                sketch.node(new Softmax(1));
            }
            case SOFTMAX -> sketch.node(new Softmax(between(1, 3)));
            case SMALL_IMAGE -> {
                sketch.node(new AdaptiveAvgPool2d(2));
                sketch.dense3(between(49, 70));
            }
        }
    }

    private int between(int least, int most) {
        return sketch.between(least, most);
    }
}
