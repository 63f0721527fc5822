package dev.convoy.zoo;

import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.Dropout;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.ReLU;

/** VGG: Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014. */
final class Vgg {

    /** Convolutions a stage in the columns of the paper's table 1; a max pool ends each stage. */
    static final int[] A = {1, 1, 2, 2, 2};

    static final int[] B = {2, 2, 2, 2, 2};
    static final int[] D = {2, 2, 3, 3, 3};
    static final int[] E = {2, 2, 4, 4, 4};

    private static final int[] CHANNELS = {64, 128, 256, 512, 512};

    private Vgg() {}

    static Architecture network(String name, int[] depths, boolean batchNorm) {
        Scope net = Scope.network();
        Scope features = net.child("features");
        Value x = Scope.image();
        int next = 0;
        for (int stage = 0; stage < depths.length; stage++) {
            for (int i = 0; i < depths[stage]; i++) {
                x = features.conv(Integer.toString(next++), x, CHANNELS[stage], 3, c -> c.padding(1));
                if (batchNorm) {
                    x = features.norm(Integer.toString(next++), x);
                }
                x = features.add(Integer.toString(next++), new ReLU(), x);
            }
            x = features.add(Integer.toString(next++), MaxPool2d.builder(2).build(), x);
        }
        features.output(x);
        x = net.add("avgpool", new AdaptiveAvgPool2d(7), x);
        x = net.add("flatten", new Flatten(1, -1), x);
        Scope classifier = net.child("classifier");
        x = classifier.linear("0", x, 512 * 7 * 7, 4096);
        x = classifier.add("1", new ReLU(), x);
        x = classifier.add("2", new Dropout(0.5), x);
        x = classifier.linear("3", x, 4096, 4096);
        x = classifier.add("4", new ReLU(), x);
        x = classifier.add("5", new Dropout(0.5), x);
        x = classifier.output(classifier.linear("6", x, 4096, 1000));
        return net.build(name, x, Reset.withZeroBias(Draw.KAIMING_NORMAL_FAN_OUT, Draw.normal(0.01)));
    }
}
