package dev.convoy.zoo;

import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Dropout;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.Hardsigmoid;
import dev.convoy.nn.Hardswish;
import dev.convoy.nn.Layer;
import dev.convoy.nn.ReLU;

/** MobileNetV3: Howard et al., "Searching for MobileNetV3", 2019. */
final class MobileNetV3 {

    private static final double EPS = 0.001;
    private static final ConvNormActivation ACTIVATED = new ConvNormActivation(EPS, new Hardswish());
    private static final ConvNormActivation LINEAR = new ConvNormActivation(EPS, null);

    /** A row of the paper's tables. */
    private record Row(int kernelSize, int expanded, int channels, boolean gated, Layer activation, int stride) {}

    /** Table 2. */
    private static final Row[] SMALL = {
        relu(3, 16, 16, true, 2),
        relu(3, 72, 24, false, 2),
        relu(3, 88, 24, false, 1),
        hardswish(5, 96, 40, true, 2),
        hardswish(5, 240, 40, true, 1),
        hardswish(5, 240, 40, true, 1),
        hardswish(5, 120, 48, true, 1),
        hardswish(5, 144, 48, true, 1),
        hardswish(5, 288, 96, true, 2),
        hardswish(5, 576, 96, true, 1),
        hardswish(5, 576, 96, true, 1)
    };

    /** Table 1. */
    private static final Row[] LARGE = {
        relu(3, 16, 16, false, 1),
        relu(3, 64, 24, false, 2),
        relu(3, 72, 24, false, 1),
        relu(5, 72, 40, true, 2),
        relu(5, 120, 40, true, 1),
        relu(5, 120, 40, true, 1),
        hardswish(3, 240, 80, false, 2),
        hardswish(3, 200, 80, false, 1),
        hardswish(3, 184, 80, false, 1),
        hardswish(3, 184, 80, false, 1),
        hardswish(3, 480, 112, true, 1),
        hardswish(3, 672, 112, true, 1),
        hardswish(5, 672, 160, true, 2),
        hardswish(5, 960, 160, true, 1),
        hardswish(5, 960, 160, true, 1)
    };

    private MobileNetV3() {}

    private static Row relu(int kernelSize, int expanded, int channels, boolean gated, int stride) {
        return new Row(kernelSize, expanded, channels, gated, new ReLU(), stride);
    }

    private static Row hardswish(int kernelSize, int expanded, int channels, boolean gated, int stride) {
        return new Row(kernelSize, expanded, channels, gated, new Hardswish(), stride);
    }

    static Architecture small() {
        return network("mobilenet_v3_small", SMALL, 1024);
    }

    static Architecture large() {
        return network("mobilenet_v3_large", LARGE, 1280);
    }

    private static Architecture network(String name, Row[] rows, int hidden) {
        Scope net = Scope.network();
        Scope features = net.child("features");
        Value x = ACTIVATED.add(features.child(0), Scope.image(), 16, 3, 2);
        for (int i = 0; i < rows.length; i++) {
            x = block(features.child(i + 1), x, rows[i]);
        }
        x = features.output(ACTIVATED.add(features.child(rows.length + 1), x, 6 * x.channels(), 1, 1));
        x = net.add("avgpool", new AdaptiveAvgPool2d(1), x);
        x = net.add("flatten", new Flatten(1, -1), x);
        Scope classifier = net.child("classifier");
        x = classifier.linear("0", x, x.channels(), hidden);
        x = classifier.add("1", new Hardswish(), x);
        x = classifier.add("2", new Dropout(0.2), x);
        x = classifier.output(classifier.linear("3", x, hidden, 1000));
        return net.build(name, x, Reset.withZeroBias(Draw.KAIMING_NORMAL_FAN_OUT, Draw.normal(0.01)));
    }

    private static Value block(Scope module, Value input, Row row) {
        ConvNormActivation convolution = new ConvNormActivation(EPS, row.activation);
        Scope block = module.child("block");
        Value x = input;
        int next = 0;
        if (row.expanded != input.channels()) {
            x = convolution.add(block.child(next++), x, row.expanded, 1, 1);
        }
        x = convolution.addDepthwise(block.child(next++), x, row.kernelSize, row.stride);
        if (row.gated) {
            int squeeze = Channels.divisible(row.expanded / 4, 8);
            x = SqueezeExcitation.add(block.child(next++), x, new ReLU(), squeeze, new Hardsigmoid());
        }
        x = block.output(LINEAR.add(block.child(next), x, row.channels, 1, 1));
        if (row.stride == 1 && input.channels() == row.channels) {
            x = module.add("add", Arithmetic.ADD, x, input);
        }
        return module.output(x);
    }
}
