package dev.convoy.zoo;

import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.AvgPool2d;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.ReLU;

/** DenseNet: Huang et al., "Densely Connected Convolutional Networks", 2017, with a growth rate of 32. */
final class DenseNet {

    private static final int GROWTH_RATE = 32;
    private static final int BOTTLENECK = 4 * GROWTH_RATE;

    private DenseNet() {}

    /** The depths are the layers of the dense blocks. */
    static Architecture network(String name, int... depths) {
        Scope net = Scope.network();
        Scope features = net.child("features");
        Value x = features.conv(
                "conv0", Scope.image(), 64, 7, c -> c.stride(2).padding(3).bias(false));
        x = features.norm("norm0", x);
        x = features.add("relu0", new ReLU(), x);
        x = features.add("pool0", MaxPool2d.builder(3).stride(2).padding(1).build(), x);
        for (int i = 1; i <= depths.length; i++) {
            x = block(features.child("denseblock" + i), x, depths[i - 1]);
            if (i < depths.length) {
                x = transition(features.child("transition" + i), x);
            }
        }
        x = features.output(features.norm("norm5", x));
        x = net.add("relu", new ReLU(), x);
        x = net.add("adaptive_avg_pool2d", new AdaptiveAvgPool2d(1), x);
        x = net.add("flatten", new Flatten(1, -1), x);
        x = net.linear("classifier", x, x.channels(), 1000);
        Reset reset = Reset.weights(Draw.KAIMING_NORMAL_FAN_IN, Draw.KEEP).and(Reset.biases(Draw.KEEP, Draw.ZERO));
        return net.build(name, x, reset);
    }

    /** Each layer takes the block's input and what all layers before it gave. */
    private static Value block(Scope block, Value input, int layers) {
        Value all = input;
        Value last = null;
        for (int i = 1; i <= layers; i++) {
            Scope layer = block.child("denselayer" + i);
            all = last == null ? all : layer.concat("cat", all, last);
            Value x = layer.norm("norm1", all);
            x = layer.add("relu1", new ReLU(), x);
            x = layer.conv("conv1", x, BOTTLENECK, 1, c -> c.bias(false));
            x = layer.norm("norm2", x);
            x = layer.add("relu2", new ReLU(), x);
            last = layer.output(
                    layer.conv("conv2", x, GROWTH_RATE, 3, c -> c.padding(1).bias(false)));
        }
        return block.output(block.concat("cat", all, last));
    }

    private static Value transition(Scope transition, Value input) {
        Value x = transition.norm("norm", input);
        x = transition.add("relu", new ReLU(), x);
        x = transition.conv("conv", x, input.channels() / 2, 1, c -> c.bias(false));
        return transition.output(transition.add("pool", AvgPool2d.builder(2).build(), x));
    }
}
