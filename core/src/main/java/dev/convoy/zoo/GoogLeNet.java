package dev.convoy.zoo;

import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.Dropout;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.MaxPool2d;

/**
 * GoogLeNet: Szegedy et al., "Going Deeper with Convolutions", 2015, without the auxiliary classifiers. As in
 * torchvision, convolutions are normalised by their batch, and the paper's 5×5 convolutions are 3×3.
 */
final class GoogLeNet {

    private GoogLeNet() {}

    static Architecture network() {
        Scope net = Scope.network();
        Value x = NormedConvolution.add(
                net.child("conv1"), Scope.image(), 64, 7, c -> c.stride(2).padding(3));
        x = net.add("maxpool1", pool(3, 2, 0), x);
        x = NormedConvolution.add(net.child("conv2"), x, 64, 1, c -> c);
        x = NormedConvolution.add(net.child("conv3"), x, 192, 3, c -> c.padding(1));
        x = net.add("maxpool2", pool(3, 2, 0), x);
        x = inception(net.child("inception3a"), x, 64, 96, 128, 16, 32, 32);
        x = inception(net.child("inception3b"), x, 128, 128, 192, 32, 96, 64);
        x = net.add("maxpool3", pool(3, 2, 0), x);
        x = inception(net.child("inception4a"), x, 192, 96, 208, 16, 48, 64);
        x = inception(net.child("inception4b"), x, 160, 112, 224, 24, 64, 64);
        x = inception(net.child("inception4c"), x, 128, 128, 256, 24, 64, 64);
        x = inception(net.child("inception4d"), x, 112, 144, 288, 32, 64, 64);
        x = inception(net.child("inception4e"), x, 256, 160, 320, 32, 128, 128);
        x = net.add("maxpool4", pool(2, 2, 0), x);
        x = inception(net.child("inception5a"), x, 256, 160, 320, 32, 128, 128);
        x = inception(net.child("inception5b"), x, 384, 192, 384, 48, 128, 128);
        x = net.add("avgpool", new AdaptiveAvgPool2d(1), x);
        x = net.add("flatten", new Flatten(1, -1), x);
        x = net.add("dropout", new Dropout(0.2), x);
        x = net.linear("fc", x, 1024, 1000);
        Draw draw = Draw.truncatedNormal(0.01);
        return net.build("googlenet", x, Reset.weights(draw, draw));
    }

    /** The channels of the convolutions in the order of the paper's table 1. */
    private static Value inception(
            Scope module, Value input, int one, int threeReduce, int three, int fiveReduce, int five, int pooled) {
        Value branch1 = NormedConvolution.add(module.child("branch1"), input, one, 1, c -> c);
        Value branch2 = reduced(module.child("branch2"), input, threeReduce, three);
        Value branch3 = reduced(module.child("branch3"), input, fiveReduce, five);
        Scope branch = module.child("branch4");
        Value branch4 = branch.add("0", pool(3, 1, 1), input);
        branch4 = branch.output(NormedConvolution.add(branch.child(1), branch4, pooled, 1, c -> c));
        return module.output(module.concat("cat", branch1, branch2, branch3, branch4));
    }

    private static Value reduced(Scope branch, Value input, int reduce, int channels) {
        Value x = NormedConvolution.add(branch.child(0), input, reduce, 1, c -> c);
        return branch.output(NormedConvolution.add(branch.child(1), x, channels, 3, c -> c.padding(1)));
    }

    private static MaxPool2d pool(int kernelSize, int stride, int padding) {
        return MaxPool2d.builder(kernelSize)
                .stride(stride)
                .padding(padding)
                .ceilMode(true)
                .build();
    }
}
