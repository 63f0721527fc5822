package dev.convoy.zoo;

import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Dropout;
import dev.convoy.nn.ReLU;
import dev.convoy.nn.Reduction;

/** MNASNet-B1: Tan et al., "MnasNet: Platform-Aware Neural Architecture Search for Mobile", 2019, of the depth 1. */
final class MnasNet {

    /**
     * The paper's figure 7, with an expansion a stage: channels, kernel size, stride of the first, expansion, blocks.
     */
    private static final int[][] STAGES = {
        {24, 3, 2, 3, 3},
        {40, 5, 2, 3, 3},
        {80, 5, 2, 6, 3},
        {96, 3, 1, 6, 2},
        {192, 5, 2, 6, 4},
        {320, 3, 1, 6, 1}
    };

    private MnasNet() {}

    static Architecture network() {
        Scope net = Scope.network();
        Scope layers = net.child("layers");
        Value x = layers.conv(
                "0", Scope.image(), 32, 3, c -> c.stride(2).padding(1).bias(false));
        x = activated(layers, 1, x);
        x = depthwise(layers, 3, x, 3, 1);
        x = pointwise(layers, 6, x, 16);
        int next = 8;
        for (int[] stage : STAGES) {
            Scope stack = layers.child(next++);
            for (int i = 0; i < stage[4]; i++) {
                x = block(stack.child(i), x, stage[0], stage[1], i == 0 ? stage[2] : 1, stage[3]);
            }
            stack.output(x);
        }
        x = layers.output(activated(layers, 15, layers.conv("14", x, 1280, 1, c -> c.bias(false))));
        x = net.add("mean", Reduction.mean(false, 2, 3), x);
        Scope classifier = net.child("classifier");
        x = classifier.add("0", new Dropout(0.2), x);
        x = classifier.output(classifier.linear("1", x, 1280, 1000));
        return net.build(
                "mnasnet1_0",
                x,
                Reset.withZeroBias(Draw.KAIMING_NORMAL_FAN_OUT, Draw.KAIMING_UNIFORM_FAN_OUT_OF_SIGMOID));
    }

    private static Value block(Scope block, Value input, int channels, int kernelSize, int stride, int expansion) {
        Scope layers = block.child("layers");
        Value x = layers.conv("0", input, expansion * input.channels(), 1, c -> c.bias(false));
        x = activated(layers, 1, x);
        x = depthwise(layers, 3, x, kernelSize, stride);
        x = layers.output(pointwise(layers, 6, x, channels));
        if (stride == 1 && input.channels() == channels) {
            x = block.add("add", Arithmetic.ADD, x, input);
        }
        return block.output(x);
    }

    private static Value depthwise(Scope layers, int index, Value input, int kernelSize, int stride) {
        Value x = layers.conv(
                Integer.toString(index),
                input,
                input.channels(),
                kernelSize,
                c -> c.stride(stride)
                        .padding(kernelSize / 2)
                        .groups(input.channels())
                        .bias(false));
        return activated(layers, index + 1, x);
    }

    private static Value pointwise(Scope layers, int index, Value input, int channels) {
        Value x = layers.conv(Integer.toString(index), input, channels, 1, c -> c.bias(false));
        return layers.norm(Integer.toString(index + 1), x);
    }

    private static Value activated(Scope layers, int index, Value input) {
        Value x = layers.norm(Integer.toString(index), input);
        return layers.add(Integer.toString(index + 1), new ReLU(), x);
    }
}
