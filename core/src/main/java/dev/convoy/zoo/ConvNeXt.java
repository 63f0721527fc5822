package dev.convoy.zoo;

import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Dropout;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.GELU;
import dev.convoy.nn.LayerNorm;
import dev.convoy.nn.LayerNorm2d;
import dev.convoy.nn.Parameter;
import dev.convoy.nn.Permute;
import dev.convoy.tensor.Shape;
import java.util.Arrays;

/** ConvNeXt: Liu et al., "A ConvNet for the 2020s", 2022, of the widths 96 to 768. */
final class ConvNeXt {

    private static final int[] CHANNELS = {96, 192, 384, 768};
    private static final double LAYER_SCALE = 1e-6;
    private static final double EPS = 1e-6;

    private ConvNeXt() {}

    /** The depths are the blocks of the four stages. */
    static Architecture network(String name, double stochasticDepth, int... depths) {
        Scope net = Scope.network();
        Scope features = net.child("features");
        Scope stem = features.child(0);
        Value x = stem.conv("0", Scope.image(), CHANNELS[0], 4, c -> c.stride(4));
        x = stem.output(stem.add("1", new LayerNorm2d(CHANNELS[0]), x));
        int last = Arrays.stream(depths).sum() - 1;
        int before = 0;
        for (int i = 0; i < depths.length; i++) {
            if (i > 0) {
                Scope downsample = features.child(2 * i);
                x = downsample.add("0", new LayerNorm2d(x.channels()), x);
                x = downsample.output(downsample.conv("1", x, CHANNELS[i], 2, c -> c.stride(2)));
            }
            Scope stage = features.child(2 * i + 1);
            for (int j = 0; j < depths[i]; j++) {
                x = block(stage.child(j), x, stochasticDepth * before++ / last);
            }
            stage.output(x);
        }
        features.output(x);
        x = net.add("avgpool", new AdaptiveAvgPool2d(1), x);
        Scope classifier = net.child("classifier");
        x = classifier.add("0", new LayerNorm2d(x.channels()), x);
        x = classifier.add("1", new Flatten(1, -1), x);
        x = classifier.output(classifier.linear("2", x, x.channels(), 1000));
        return net.build(name, x, Reset.withZeroBias(Draw.truncatedNormal(0.02), Draw.truncatedNormal(0.02)));
    }

    private static Value block(Scope module, Value input, double drop) {
        int channels = input.channels();
        Value scale = module.add("layer_scale", new Parameter(Shape.of(channels, 1, 1), LAYER_SCALE), channels);
        Scope block = module.child("block");
        Value x = block.conv("0", input, channels, 7, c -> c.padding(3).groups(channels));
        x = block.add("1", new Permute(0, 2, 3, 1), x);
        x = block.add("2", new LayerNorm(Shape.of(channels), EPS, true, true), x);
        x = block.linear("3", x, channels, 4 * channels);
        x = block.add("4", new GELU(), x);
        x = block.linear("5", x, 4 * channels, channels);
        x = block.output(block.add("6", new Permute(0, 3, 1, 2), x));
        x = module.add("mul", Arithmetic.MUL, scale, x);
        x = module.add("stochastic_depth", new Dropout("StochasticDepth", drop), x);
        return module.output(module.add("add", Arithmetic.ADD, x, input));
    }
}
