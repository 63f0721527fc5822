package dev.convoy.graph.plan;

import dev.convoy.graph.Graph;
import dev.convoy.graph.GraphBuilder;
import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.AvgPool2d;
import dev.convoy.nn.BatchNorm2d;
import dev.convoy.nn.ChannelShuffle;
import dev.convoy.nn.Chunk;
import dev.convoy.nn.Clamp;
import dev.convoy.nn.Concat;
import dev.convoy.nn.Conv2d;
import dev.convoy.nn.Elementwise;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.GELU;
import dev.convoy.nn.Hardsigmoid;
import dev.convoy.nn.Hardswish;
import dev.convoy.nn.Hardtanh;
import dev.convoy.nn.LayerNorm;
import dev.convoy.nn.LayerNorm2d;
import dev.convoy.nn.LeakyReLU;
import dev.convoy.nn.Linear;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.Mish;
import dev.convoy.nn.Operator;
import dev.convoy.nn.PReLU;
import dev.convoy.nn.Permute;
import dev.convoy.nn.ReLU;
import dev.convoy.nn.ReLU6;
import dev.convoy.nn.SiLU;
import dev.convoy.nn.Sigmoid;
import dev.convoy.nn.Softmax;
import dev.convoy.nn.Tanh;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
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

    private static final int MOST_CHANNELS = 50;

    private enum Part {
        CONVOLUTION,
        STRIDED_CONVOLUTION,
        GROUPED_CONVOLUTION,
        POINTWISE_CONVOLUTION,
        DEPTHWISE_CONVOLUTION,
        STRIDED_DEPTHWISE_CONVOLUTION,
        LARGE_TILES,
        SMALL_TILES,
        RESIDUAL_BLOCK,
        INVERTED_RESIDUAL_BLOCK,
        SQUEEZE_EXCITATION,
        BRANCHES,
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

    private static final List<Operator> ACTIVATIONS = List.of(
            new ReLU(),
            new ReLU6(),
            new LeakyReLU(0.1),
            new SiLU(),
            new GELU(),
            new GELU("tanh"),
            new Sigmoid(),
            new Tanh(),
            new Hardswish(),
            new Hardsigmoid(),
            new Hardtanh(),
            new Clamp(-0.5, 0.75),
            new Mish(),
            new PReLU(),
            Elementwise.ERF,
            Elementwise.EXP);

    private final Random random;
    private final List<Part> parts = new ArrayList<>();
    private final List<Head> heads = new ArrayList<>();
    private final List<Operator> activations = new ArrayList<>();

    private GraphBuilder builder;
    private int count;
    private String last;
    private Shape images;
    private Shape shape;

    Networks(long seed) {
        this.random = new Random(seed);
    }

    private <T> T deal(List<T> deck, List<T> all) {
        if (deck.isEmpty()) {
            deck.addAll(all);
            Collections.shuffle(deck, random);
        }
        return deck.remove(deck.size() - 1);
    }

    DrawnNetwork next() {
        builder = Graph.builder();
        count = 0;
        last = Graph.INPUT;
        shape = Shape.of(1, random.nextBoolean() ? 3 : between(1, 40), between(6, 15), between(6, 15));
        images = shape;
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            add(deal(parts, List.of(Part.values())));
            if (outputs.isEmpty() && random.nextInt(10) == 0) {
                outputs.add(last);
            }
        }
        add(deal(heads, List.of(Head.values())));
        outputs.remove(last);
        outputs.add(last);
        Graph graph = builder.build(last);
        return new DrawnNetwork(graph.withState(state(graph)), images.slice(1, 4), outputs);
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
        int channels = shape.size(1);
        switch (part) {
            case CONVOLUTION -> convolution(1, 1);
            case STRIDED_CONVOLUTION -> convolution(1, between(2, 3));
            case GROUPED_CONVOLUTION -> {
                int groups = between(2, 4);
                pointwise(groups * between(1, 40 / groups));
                convolution(groups, between(1, 2));
            }
            case POINTWISE_CONVOLUTION -> {
                pointwise(between(1, MOST_CHANNELS));
                followed();
            }
            case DEPTHWISE_CONVOLUTION -> depthwise(1);
            case STRIDED_DEPTHWISE_CONVOLUTION -> depthwise(2);
            case LARGE_TILES -> {
                node(new AdaptiveAvgPool2d(between(7, 13), between(7, 13)));
                dense3(between(16, MOST_CHANNELS));
            }
            case SMALL_TILES -> {
                node(new AdaptiveAvgPool2d(2, 2 * between(3, 5)));
                dense3(between(33, MOST_CHANNELS));
            }
            case RESIDUAL_BLOCK -> residual();
            case INVERTED_RESIDUAL_BLOCK -> invertedResidual();
            case SQUEEZE_EXCITATION -> excitation();
            case BRANCHES -> branches();
            case SHUFFLE -> {
                int groups = between(2, 4);
                pointwise(groups * between(1, 12));
                node(new ChannelShuffle(groups));
            }
            case MAX_POOL -> {
                int size = between(1, Math.min(3, smallest()));
                node(MaxPool2d.builder(size)
                        .stride(between(1, 2))
                        .padding(between(0, size / 2))
                        .ceilMode(random.nextBoolean())
                        .build());
            }
            case AVERAGE_POOL -> {
                int size = between(1, Math.min(3, smallest()));
                node(AvgPool2d.builder(size)
                        .stride(between(1, 2))
                        .padding(between(0, size / 2))
                        .ceilMode(random.nextBoolean())
                        .countIncludePad(random.nextBoolean())
                        .build());
            }
            case ADAPTIVE_POOL -> node(new AdaptiveAvgPool2d(between(1, 12), between(1, 12)));
            case BATCH_NORM -> {
                activation();
                node(BatchNorm2d.builder(channels).build());
            }
            case LAYER_NORM -> layerNorm();
            case ACTIVATION -> activation();
            case PRODUCT -> product();
        }
    }

    private void add(Head head) {
        switch (head) {
            case NONE -> {}
            case CLASSIFIER -> {
                node(new AdaptiveAvgPool2d(between(1, 4), between(1, 4)));
                node(new Flatten());
                node(new Linear(shape.size(1), between(1, 70)));
                activation();
                node(new Linear(shape.size(1), between(1, 40), false));
            }
            case POOLED_CLASSIFIER -> {
                node(new AdaptiveAvgPool2d(1));
                node(new Flatten());
                node(new Linear(shape.size(1), between(1, 70)));
                node(new Softmax(1));
            }
            case SOFTMAX -> node(new Softmax(between(1, 3)));
            case SMALL_IMAGE -> {
                node(new AdaptiveAvgPool2d(2));
                dense3(between(49, 70));
            }
        }
    }

    private String node(Operator operator, String... inputs) {
        String[] from = inputs.length == 0 ? new String[] {last} : inputs;
        last = builder.add("n" + count++, operator, from);
        shape = builder.build(last).outputShapes(images).get(last);
        return last;
    }

    /** With what may follow a convolution. */
    private void followed() {
        if (random.nextBoolean()) {
            node(BatchNorm2d.builder(shape.size(1)).build());
        }
        if (random.nextInt(3) > 0) {
            activation();
        }
    }

    private void activation() {
        Operator activation = deal(activations, ACTIVATIONS);
        if (activation == Elementwise.EXP) {
            node(new Hardtanh(-5, 3));
        }
        node(activation);
    }

    private void pointwise(int outChannels) {
        node(Conv2d.builder(shape.size(1), outChannels, 1)
                .bias(random.nextBoolean())
                .build());
    }

    /** Any kernel that the image is large enough for. */
    private void convolution(int groups, int stride) {
        int[] kernel = {between(1, 5), between(1, 5)};
        int[] dilation = {between(1, 2), between(1, 2)};
        int[] padding = new int[2];
        for (int i = 0; i < 2; i++) {
            int missing = dilation[i] * (kernel[i] - 1) + 1 - shape.size(2 + i);
            padding[i] = Math.max(between(0, kernel[i] / 2), (missing + 1) / 2);
        }
        node(Conv2d.builder(shape.size(1), groups * between(1, MOST_CHANNELS / groups), kernel)
                .stride(stride, between(1, stride))
                .padding(padding)
                .dilation(dilation)
                .groups(groups)
                .bias(random.nextBoolean())
                .build());
        followed();
    }

    private void depthwise(int stride) {
        int channels = shape.size(1);
        int kernel = 1 + 2 * between(1, 3);
        node(Conv2d.builder(channels, channels * (channels < 20 ? between(1, 2) : 1), kernel)
                .stride(stride)
                .padding(kernel / 2)
                .groups(channels)
                .bias(random.nextBoolean())
                .build());
        followed();
    }

    private void same3(int outChannels) {
        node(Conv2d.builder(shape.size(1), outChannels, 3)
                .padding(1)
                .bias(random.nextBoolean())
                .build());
    }

    /** 3x3 between so many channels that Winograd's algorithms pay. */
    private void dense3(int channels) {
        if (shape.size(1) < channels) {
            pointwise(channels);
        }
        same3(channels);
        followed();
    }

    private void residual() {
        String from = last;
        int channels = shape.size(1);
        same3(between(1, MOST_CHANNELS));
        followed();
        same3(channels);
        if (random.nextBoolean()) {
            node(BatchNorm2d.builder(channels).build());
        }
        sum(from);
        activation();
    }

    private void sum(String other) {
        String made = last;
        boolean first = random.nextBoolean();
        node(Arithmetic.ADD, first ? made : other, first ? other : made);
    }

    private void invertedResidual() {
        String from = last;
        int channels = shape.size(1);
        pointwise(between(channels, 60));
        activation();
        depthwise(1);
        if (random.nextBoolean()) {
            excitation();
        }
        pointwise(channels);
        sum(from);
    }

    private void excitation() {
        String from = last;
        int channels = shape.size(1);
        node(new AdaptiveAvgPool2d(1));
        pointwise(between(1, 20));
        activation();
        pointwise(channels);
        node(random.nextBoolean() ? new Sigmoid() : new Hardsigmoid());
        boolean first = random.nextBoolean();
        node(Arithmetic.MUL, first ? last : from, first ? from : last);
    }

    private void branches() {
        String from = last;
        Shape before = shape;
        List<String> made = new ArrayList<>();
        for (int i = between(2, 3); i > 0; i--) {
            last = from;
            shape = before;
            switch (between(0, 2)) {
                case 0 -> pointwise(between(1, 20));
                case 1 -> same3(between(1, 20));
                default -> node(MaxPool2d.builder(3).stride(1).padding(1).build());
            }
            if (random.nextBoolean()) {
                activation();
            }
            made.add(last);
        }
        node(new Concat(1), made.toArray(String[]::new));
    }

    /** Over the channels, in either of the forms that networks have it in. */
    private void layerNorm() {
        int channels = shape.size(1);
        if (random.nextBoolean()) {
            node(new LayerNorm2d(channels));
            return;
        }
        String from = last;
        node(new Permute(0, 2, 3, 1));
        node(new LayerNorm(Shape.of(channels)));
        node(new Linear(channels, between(1, 40)));
        activation();
        node(new Linear(shape.size(3), channels));
        node(new Permute(0, 3, 1, 2));
        sum(from);
    }

    /** Of two halves. */
    private void product() {
        pointwise(2 * between(1, 25));
        String from = last;
        String a = node(new Chunk(2, 1, 0), from);
        node(new Chunk(2, 1, 1), from);
        activation();
        node(Arithmetic.MUL, a, last);
    }

    private int smallest() {
        return Math.min(shape.size(2), shape.size(3));
    }

    /** Uniform, both bounds included. */
    private int between(int least, int most) {
        return least + random.nextInt(Math.max(most, least) - least + 1);
    }
}
