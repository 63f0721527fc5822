package dev.convoy.zoo;

import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.ReLU;

/**
 * Residual networks: He et al., "Deep Residual Learning for Image Recognition", 2015, with the stride of a bottleneck
 * in its 3×3 convolution; ResNeXt: Xie et al., "Aggregated Residual Transformations for Deep Neural Networks", 2017;
 * Wide ResNet: Zagoruyko and Komodakis, "Wide Residual Networks", 2016.
 */
final class ResNet {

    /** A residual block, from its input to its output. */
    @FunctionalInterface
    private interface Block {
        Value add(Scope block, Value input, int planes, int stride);
    }

    private ResNet() {}

    /** Of blocks of two 3×3 convolutions; the depths are the blocks of the four layers. */
    static Architecture basic(String name, int... depths) {
        return network(name, ResNet::basicBlock, depths);
    }

    /** Of blocks of a 1×1, a 3×3 and a 1×1 convolution; the depths are the blocks of the four layers. */
    static Architecture bottleneck(String name, int groups, int widthPerGroup, int... depths) {
        Block block = (scope, input, planes, stride) ->
                bottleneckBlock(scope, input, planes, planes * widthPerGroup / 64 * groups, groups, stride);
        return network(name, block, depths);
    }

    private static Architecture network(String name, Block block, int[] depths) {
        Scope net = Scope.network();
        Value x = net.conv(
                "conv1", Scope.image(), 64, 7, c -> c.stride(2).padding(3).bias(false));
        x = net.norm("bn1", x);
        x = net.add("relu", new ReLU(), x);
        x = net.add("maxpool", MaxPool2d.builder(3).stride(2).padding(1).build(), x);
        for (int i = 0; i < depths.length; i++) {
            Scope layer = net.child("layer" + (i + 1));
            for (int j = 0; j < depths[i]; j++) {
                x = block.add(layer.child(j), x, 64 << i, i > 0 && j == 0 ? 2 : 1);
            }
            layer.output(x);
        }
        x = net.add("avgpool", new AdaptiveAvgPool2d(1), x);
        x = net.add("flatten", new Flatten(1, -1), x);
        x = net.linear("fc", x, x.channels(), 1000);
        return net.build(name, x, Reset.weights(Draw.KAIMING_NORMAL_FAN_OUT, Draw.KEEP));
    }

    private static Value basicBlock(Scope block, Value input, int planes, int stride) {
        Value x = block.conv(
                "conv1", input, planes, 3, c -> c.stride(stride).padding(1).bias(false));
        x = block.norm("bn1", x);
        x = block.add("relu.1", new ReLU(), x);
        x = block.conv("conv2", x, planes, 3, c -> c.padding(1).bias(false));
        x = block.norm("bn2", x);
        return sum(block, x, input, stride);
    }

    private static Value bottleneckBlock(Scope block, Value input, int planes, int width, int groups, int stride) {
        Value x = block.conv("conv1", input, width, 1, c -> c.bias(false));
        x = block.norm("bn1", x);
        x = block.add("relu.1", new ReLU(), x);
        x = block.conv(
                "conv2",
                x,
                width,
                3,
                c -> c.stride(stride).padding(1).groups(groups).bias(false));
        x = block.norm("bn2", x);
        x = block.add("relu.2", new ReLU(), x);
        x = block.conv("conv3", x, 4 * planes, 1, c -> c.bias(false));
        x = block.norm("bn3", x);
        return sum(block, x, input, stride);
    }

    /** With the input, projected where its shape is another. */
    private static Value sum(Scope block, Value x, Value input, int stride) {
        Value shortcut = input;
        if (stride != 1 || input.channels() != x.channels()) {
            Scope downsample = block.child("downsample");
            shortcut = downsample.conv(
                    "0", input, x.channels(), 1, c -> c.stride(stride).bias(false));
            shortcut = downsample.output(downsample.norm("1", shortcut));
            block.constructedFirst("downsample");
        }
        Value sum = block.add("add", Arithmetic.ADD, x, shortcut);
        return block.output(block.add("relu", new ReLU(), sum));
    }
}
