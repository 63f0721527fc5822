package dev.convoy.zoo;

import dev.convoy.nn.ChannelShuffle;
import dev.convoy.nn.Chunk;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.ReLU;
import dev.convoy.nn.Reduction;

/**
 * ShuffleNet V2: Ma et al., "ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design", 2018, of the
 * width 1×.
 */
final class ShuffleNetV2 {

    private static final int[] DEPTHS = {4, 8, 4};
    private static final int[] CHANNELS = {116, 232, 464};

    private ShuffleNetV2() {}

    static Architecture network() {
        Scope net = Scope.network();
        ConvNormActivation convolution = new ConvNormActivation(new ReLU());
        Value x = convolution.add(net.child("conv1"), Scope.image(), 24, 3, 2);
        x = net.add("maxpool", MaxPool2d.builder(3).stride(2).padding(1).build(), x);
        for (int i = 0; i < DEPTHS.length; i++) {
            Scope stage = net.child("stage" + (i + 2));
            x = reducing(stage.child(0), x, CHANNELS[i]);
            for (int j = 1; j < DEPTHS[i]; j++) {
                x = keeping(stage.child(j), x);
            }
            stage.output(x);
        }
        x = convolution.add(net.child("conv5"), x, 1024, 1, 1);
        x = net.add("mean", Reduction.mean(false, 2, 3), x);
        x = net.linear("fc", x, 1024, 1000);
        return net.build("shufflenet_v2_x1_0", x, Reset.NONE);
    }

    /** A block that halves the size: both branches see all channels. */
    private static Value reducing(Scope block, Value input, int channels) {
        Scope branch = block.child("branch1");
        Value x = depthwise(branch, 0, input, 2);
        x = branch.output(pointwise(branch, 2, x, channels / 2));
        return shuffled(block, x, branch2(block, input, channels / 2, 2));
    }

    /** A block that leaves half of the channels as they are. */
    private static Value keeping(Scope block, Value input) {
        int half = input.channels() / 2;
        Value kept = block.add("chunk.0", new Chunk(2, 1, 0), half, input);
        Value other = block.add("chunk.1", new Chunk(2, 1, 1), half, input);
        return shuffled(block, kept, branch2(block, other, half, 1));
    }

    private static Value branch2(Scope block, Value input, int channels, int stride) {
        Scope branch = block.child("branch2");
        Value x = pointwise(branch, 0, input, channels);
        x = depthwise(branch, 3, x, stride);
        return branch.output(pointwise(branch, 5, x, channels));
    }

    private static Value shuffled(Scope block, Value first, Value second) {
        Value both = block.concat("cat", first, second);
        return block.output(block.add("channel_shuffle", new ChannelShuffle(2), both));
    }

    private static Value depthwise(Scope branch, int index, Value input, int stride) {
        Value x = branch.conv(
                Integer.toString(index),
                input,
                input.channels(),
                3,
                c -> c.stride(stride).padding(1).groups(input.channels()).bias(false));
        return branch.norm(Integer.toString(index + 1), x);
    }

    private static Value pointwise(Scope branch, int index, Value input, int channels) {
        Value x = branch.conv(Integer.toString(index), input, channels, 1, c -> c.bias(false));
        x = branch.norm(Integer.toString(index + 1), x);
        return branch.add(Integer.toString(index + 2), new ReLU(), x);
    }
}
