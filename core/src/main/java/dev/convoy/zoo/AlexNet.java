package dev.convoy.zoo;

import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.Dropout;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.ReLU;

/** AlexNet on one device: Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014. */
final class AlexNet {

    private AlexNet() {}

    static Architecture network() {
        Scope net = Scope.network();
        Scope features = net.child("features");
        Value x = features.conv("0", Scope.image(), 64, 11, c -> c.stride(4).padding(2));
        x = features.add("1", new ReLU(), x);
        x = features.add("2", pool(), x);
        x = features.conv("3", x, 192, 5, c -> c.padding(2));
        x = features.add("4", new ReLU(), x);
        x = features.add("5", pool(), x);
        x = features.conv("6", x, 384, 3, c -> c.padding(1));
        x = features.add("7", new ReLU(), x);
        x = features.conv("8", x, 256, 3, c -> c.padding(1));
        x = features.add("9", new ReLU(), x);
        x = features.conv("10", x, 256, 3, c -> c.padding(1));
        x = features.add("11", new ReLU(), x);
        x = features.output(features.add("12", pool(), x));
        x = net.add("avgpool", new AdaptiveAvgPool2d(6), x);
        x = net.add("flatten", new Flatten(1, -1), x);
        Scope classifier = net.child("classifier");
        x = classifier.add("0", new Dropout(0.5), x);
        x = classifier.linear("1", x, 256 * 6 * 6, 4096);
        x = classifier.add("2", new ReLU(), x);
        x = classifier.add("3", new Dropout(0.5), x);
        x = classifier.linear("4", x, 4096, 4096);
        x = classifier.add("5", new ReLU(), x);
        x = classifier.output(classifier.linear("6", x, 4096, 1000));
        return net.build("alexnet", x, Reset.NONE);
    }

    private static MaxPool2d pool() {
        return MaxPool2d.builder(3).stride(2).build();
    }
}
