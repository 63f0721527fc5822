package dev.convoy.zoo;

import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Dropout;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.SiLU;
import dev.convoy.nn.Sigmoid;
import java.util.Arrays;

/** EfficientNet: Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", 2019. */
final class EfficientNet {

    private static final ConvNormActivation ACTIVATED = new ConvNormActivation(new SiLU());
    private static final ConvNormActivation LINEAR = new ConvNormActivation(null);
    private static final double STOCHASTIC_DEPTH = 0.2;
    private static final int STEM_CHANNELS = 32;

    /** The paper's table 1: expansion, kernel size, stride of the first, channels, blocks. */
    private static final int[][] STAGES = {
        {1, 3, 1, 16, 1},
        {6, 3, 2, 24, 2},
        {6, 5, 2, 40, 2},
        {6, 3, 2, 80, 3},
        {6, 5, 1, 112, 3},
        {6, 5, 2, 192, 4},
        {6, 3, 1, 320, 1}
    };

    private EfficientNet() {}

    /** The multipliers of the stages' channels and blocks. */
    static Architecture network(String name, double width, double depth, double dropout) {
        Scope net = Scope.network();
        Scope features = net.child("features");
        Value x = ACTIVATED.add(features.child(0), Scope.image(), Channels.divisible(STEM_CHANNELS * width, 8), 3, 2);
        int total =
                Arrays.stream(STAGES).mapToInt(stage -> blocks(stage, depth)).sum();
        int before = 0;
        for (int i = 0; i < STAGES.length; i++) {
            int[] stage = STAGES[i];
            Scope blocks = features.child(i + 1);
            int channels = Channels.divisible(stage[3] * width, 8);
            for (int j = 0; j < blocks(stage, depth); j++) {
                int stride = j == 0 ? stage[2] : 1;
                double drop = STOCHASTIC_DEPTH * before++ / total;
                x = block(blocks.child(j), x, stage[0], stage[1], stride, channels, drop);
            }
            blocks.output(x);
        }
        x = features.output(ACTIVATED.add(features.child(STAGES.length + 1), x, 4 * x.channels(), 1, 1));
        x = net.add("avgpool", new AdaptiveAvgPool2d(1), x);
        x = net.add("flatten", new Flatten(1, -1), x);
        Scope classifier = net.child("classifier");
        x = classifier.add("0", new Dropout(dropout), x);
        x = classifier.output(classifier.linear("1", x, x.channels(), 1000));
        return net.build(name, x, Reset.withZeroBias(Draw.KAIMING_NORMAL_FAN_OUT, Draw.uniform(1 / Math.sqrt(1000))));
    }

    private static int blocks(int[] stage, double depth) {
        return (int) Math.ceil(stage[4] * depth);
    }

    private static Value block(
            Scope module, Value input, int expansion, int kernelSize, int stride, int channels, double drop) {
        Scope block = module.child("block");
        Value x = input;
        int next = 0;
        if (expansion != 1) {
            x = ACTIVATED.add(block.child(next++), x, Channels.divisible(expansion * x.channels(), 8), 1, 1);
        }
        x = ACTIVATED.addDepthwise(block.child(next++), x, kernelSize, stride);
        int squeeze = Math.max(1, input.channels() / 4);
        x = SqueezeExcitation.add(block.child(next++), x, new SiLU(), squeeze, new Sigmoid());
        x = block.output(LINEAR.add(block.child(next), x, channels, 1, 1));
        if (stride == 1 && input.channels() == channels) {
            x = module.add("stochastic_depth", new Dropout("StochasticDepth", drop), x);
            x = module.add("add", Arithmetic.ADD, x, input);
        }
        return module.output(x);
    }
}
