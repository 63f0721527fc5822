package dev.convoy.zoo;

import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Dropout;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.ReLU6;

/** MobileNetV2: Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018. */
final class MobileNetV2 {

    private static final ConvNormActivation CONVOLUTION = new ConvNormActivation(new ReLU6());

    /** The paper's table 2: expansion, channels, blocks, stride of the first. */
    private static final int[][] STAGES = {
        {1, 16, 1, 1},
        {6, 24, 2, 2},
        {6, 32, 3, 2},
        {6, 64, 4, 2},
        {6, 96, 3, 1},
        {6, 160, 3, 2},
        {6, 320, 1, 1}
    };

    private MobileNetV2() {}

    static Architecture network() {
        Scope net = Scope.network();
        Scope features = net.child("features");
        Value x = CONVOLUTION.add(features.child(0), Scope.image(), 32, 3, 2);
        int next = 1;
        for (int[] stage : STAGES) {
            for (int i = 0; i < stage[2]; i++) {
                x = block(features.child(next++), x, stage[0], stage[1], i == 0 ? stage[3] : 1);
            }
        }
        x = features.output(CONVOLUTION.add(features.child(next), x, 1280, 1, 1));
        x = net.add("adaptive_avg_pool2d", new AdaptiveAvgPool2d(1), x);
        x = net.add("flatten", new Flatten(1, -1), x);
        Scope classifier = net.child("classifier");
        x = classifier.add("0", new Dropout(0.2), x);
        x = classifier.output(classifier.linear("1", x, 1280, 1000));
        return net.build("mobilenet_v2", x, Reset.withZeroBias(Draw.KAIMING_NORMAL_FAN_OUT, Draw.normal(0.01)));
    }

    private static Value block(Scope block, Value input, int expansion, int channels, int stride) {
        Scope conv = block.child("conv");
        Value x = input;
        int next = 0;
        if (expansion != 1) {
            x = CONVOLUTION.add(conv.child(next++), x, expansion * x.channels(), 1, 1);
        }
        x = CONVOLUTION.addDepthwise(conv.child(next++), x, 3, stride);
        x = conv.conv(Integer.toString(next++), x, channels, 1, c -> c.bias(false));
        x = conv.output(conv.norm(Integer.toString(next), x));
        if (stride == 1 && input.channels() == channels) {
            x = block.add("add", Arithmetic.ADD, input, x);
        }
        return block.output(x);
    }
}
