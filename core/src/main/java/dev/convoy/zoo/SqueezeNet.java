package dev.convoy.zoo;

import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.Dropout;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.MaxPool2d;
import dev.convoy.nn.ReLU;

/**
 * SqueezeNet: Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and &lt;0.5MB model size",
 * 2016; version 1.1 is its authors' later one, of fewer multiplications.
 */
final class SqueezeNet {

    private static final String LAST = "classifier.1";

    private static final Reset RESET = (node, key) -> {
        if (key.equals("bias")) {
            return Draw.ZERO;
        }
        return node.name().equals(LAST) ? Draw.normal(0.01) : Draw.KAIMING_UNIFORM_FAN_IN;
    };

    /** The channels of the eight fire modules: those that are squeezed to, and those of either expansion. */
    private static final int[] SQUEEZE = {16, 16, 32, 32, 48, 48, 64, 64};

    private static final int[] EXPAND = {64, 64, 128, 128, 192, 192, 256, 256};

    private SqueezeNet() {}

    static Architecture version10() {
        return network("squeezenet1_0", 96, 7, 3, 7);
    }

    static Architecture version11() {
        return network("squeezenet1_1", 64, 3, 2, 4);
    }

    /** Of a first convolution, and max pools behind it and before the two fire modules of these places. */
    private static Architecture network(String name, int channels, int kernelSize, int pool1, int pool2) {
        Scope net = Scope.network();
        Scope features = net.child("features");
        Value x = features.conv("0", Scope.image(), channels, kernelSize, c -> c.stride(2));
        x = features.add("1", new ReLU(), x);
        x = features.add("2", pool(), x);
        int next = 3;
        for (int i = 0; i < SQUEEZE.length; i++) {
            if (i == pool1 || i == pool2) {
                x = features.add(Integer.toString(next++), pool(), x);
            }
            x = fire(features.child(next++), x, SQUEEZE[i], EXPAND[i]);
        }
        features.output(x);
        Scope classifier = net.child("classifier");
        x = classifier.add("0", new Dropout(0.5), x);
        x = classifier.conv("1", x, 1000, 1, c -> c);
        x = classifier.add("2", new ReLU(), x);
        x = classifier.output(classifier.add("3", new AdaptiveAvgPool2d(1), x));
        return net.build(name, net.add("flatten", new Flatten(1, -1), x), RESET);
    }

    private static Value fire(Scope fire, Value x, int squeeze, int expand) {
        Value squeezed = fire.conv("squeeze", x, squeeze, 1, c -> c);
        squeezed = fire.add("squeeze_activation", new ReLU(), squeezed);
        Value narrow = fire.conv("expand1x1", squeezed, expand, 1, c -> c);
        narrow = fire.add("expand1x1_activation", new ReLU(), narrow);
        Value wide = fire.conv("expand3x3", squeezed, expand, 3, c -> c.padding(1));
        wide = fire.add("expand3x3_activation", new ReLU(), wide);
        return fire.output(fire.concat("cat", narrow, wide));
    }

    private static MaxPool2d pool() {
        return MaxPool2d.builder(3).stride(2).ceilMode(true).build();
    }
}
