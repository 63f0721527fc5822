package dev.convoy.graph.plan;

import dev.convoy.graph.Graph;
import dev.convoy.graph.GraphBuilder;
import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.BatchNorm2d;
import dev.convoy.nn.Chunk;
import dev.convoy.nn.Clamp;
import dev.convoy.nn.Concat;
import dev.convoy.nn.Conv2d;
import dev.convoy.nn.Elementwise;
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
import dev.convoy.nn.Tanh;
import dev.convoy.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A network that is being drawn: each part goes on from the last one, with arguments that its shape allows. */
final class NetworkSketch {

    static final int MOST_CHANNELS = 50;

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
    private final Deck<Operator> activations;
    private final GraphBuilder builder = Graph.builder();
    private final Shape images;
    private int count;
    private String last = Graph.INPUT;
    private Shape shape;

    /** Of images of any small size, without a part yet; {@code activations} are dealt from one network to the next. */
    NetworkSketch(Random random, Deck<Operator> activations) {
        this(
                random,
                activations,
                Shape.of(
                        1,
                        random.nextBoolean() ? 3 : 1 + random.nextInt(40),
                        6 + random.nextInt(10),
                        6 + random.nextInt(10)));
    }

    private NetworkSketch(Random random, Deck<Operator> activations, Shape images) {
        this.random = random;
        this.activations = activations;
        this.images = images;
        this.shape = images;
    }

    /** One that begins as residual networks do, with rows of seven taps and stride two, of wide images. */
    static NetworkSketch withStem(Random random, Deck<Operator> activations) {
        Shape images = Shape.of(1, 1 + random.nextInt(4), 6 + random.nextInt(10), 63 + random.nextInt(20));
        NetworkSketch sketch = new NetworkSketch(random, activations, images);
        sketch.node(Conv2d.builder(images.size(1), sketch.between(1, MOST_CHANNELS), 7)
                .stride(sketch.between(1, 2), 2)
                .padding(3)
                .bias(random.nextBoolean())
                .build());
        sketch.followed();
        return sketch;
    }

    /** All that a network may have. */
    static Deck<Operator> activations() {
        return new Deck<>(ACTIVATIONS);
    }

    /** The shape of a batch of one image. */
    Shape images() {
        return images;
    }

    /** The name of the last node. */
    String last() {
        return last;
    }

    /** Of the last node's output. */
    int channels() {
        return shape.size(1);
    }

    Graph graph() {
        return builder.build(last);
    }

    String node(Operator operator, String... inputs) {
        String[] from = inputs.length == 0 ? new String[] {last} : inputs;
        last = builder.add("n" + count++, operator, from);
        shape = builder.build(last).outputShapes(images).get(last);
        return last;
    }

    /** With what may follow a convolution. */
    void followed() {
        if (random.nextBoolean()) {
            node(BatchNorm2d.builder(shape.size(1)).build());
        }
        if (random.nextInt(3) > 0) {
            activation();
        }
    }

    void activation() {
        Operator activation = activations.deal(random);
        if (activation == Elementwise.EXP) {
            node(new Hardtanh(-5, 3));
        }
        node(activation);
    }

    void pointwise(int outChannels) {
        node(Conv2d.builder(shape.size(1), outChannels, 1)
                .bias(random.nextBoolean())
                .build());
    }

    /** Any kernel that the image is large enough for. */
    void convolution(int groups, int stride) {
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

    void depthwise(int stride) {
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
    void dense3(int channels) {
        if (shape.size(1) < channels) {
            pointwise(channels);
        }
        same3(channels);
        followed();
    }

    void strided3(int channels, int outChannels) {
        pointwise(channels);
        node(Conv2d.builder(channels, outChannels, 3)
                .stride(2)
                .padding(1)
                .bias(random.nextBoolean())
                .build());
        followed();
    }

    void residual() {
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

    void invertedResidual() {
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

    void excitation() {
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

    void branches() {
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

    /** Every layer takes what all before it made, as in DenseNet; most fill whole blocks of channels. */
    void denseBlock() {
        pointwise(16 * between(1, 3));
        List<String> made = new ArrayList<>(List.of(last));
        for (int i = between(1, 3); i > 0; i--) {
            node(BatchNorm2d.builder(shape.size(1)).build());
            node(new ReLU());
            pointwise(between(1, MOST_CHANNELS));
            followed();
            same3(random.nextInt(4) == 0 ? between(1, 20) : 16);
            made.add(random.nextInt(6) == 0 ? made.get(0) : last);
            node(new Concat(1), made.toArray(String[]::new));
        }
        node(BatchNorm2d.builder(shape.size(1)).build());
    }

    /** Over the channels, in either of the forms that networks have it in. */
    void layerNorm() {
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
    void product() {
        pointwise(2 * between(1, 25));
        String from = last;
        String a = node(new Chunk(2, 1, 0), from);
        node(new Chunk(2, 1, 1), from);
        activation();
        node(Arithmetic.MUL, a, last);
    }

    /** The smaller side of the last node's output. */
    int smallest() {
        return Math.min(shape.size(2), shape.size(3));
    }

    /** Uniform, both bounds included. */
    int between(int least, int most) {
        return least + random.nextInt(Math.max(most, least) - least + 1);
    }
}
