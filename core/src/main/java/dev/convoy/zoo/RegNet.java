package dev.convoy.zoo;

import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Flatten;
import dev.convoy.nn.ReLU;
import dev.convoy.nn.Sigmoid;

/** RegNet: Radosavovic et al., "Designing Network Design Spaces", 2020; the Y networks have gates and the X none. */
final class RegNet {

    private static final ConvNormActivation ACTIVATED = new ConvNormActivation(new ReLU());
    private static final ConvNormActivation LINEAR = new ConvNormActivation(null);
    private static final int STEM_CHANNELS = 32;
    private static final Draw CONVOLUTIONS =
            (shape, generator) -> generator.normal(0, Math.sqrt(2.0 / Draw.fanOut(shape)), shape);

    private RegNet() {}

    /**
     * The network of a design: the blocks' widths are {@code slope * i + initial}, rounded to powers of the multiplier
     * times {@code initial} and then to multiples of 8.
     *
     * @param groupWidth the channels of a group
     * @param gateRatio the channels of a gate for every input channel of its block; 0 for no gates
     */
    static Architecture network(
            String name, int depth, int initial, double slope, double multiplier, int groupWidth, double gateRatio) {
        int[] widths = widths(depth, initial, slope, multiplier);
        Scope net = Scope.network();
        Value x = ACTIVATED.add(net.child("stem"), Scope.image(), STEM_CHANNELS, 3, 2);
        Scope trunk = net.child("trunk_output");
        int stage = 0;
        int first = 0;
        for (int i = 0; i < depth; i++) {
            boolean begins = i == 0 || widths[i] != widths[i - 1];
            if (begins) {
                stage++;
                first = i;
            }
            Scope blocks = trunk.child("block" + stage);
            int group = Math.min(groupWidth, widths[i]);
            int channels = Channels.divisible(widths[i], group);
            Scope block = blocks.child("block" + stage + "-" + (i - first));
            x = block(block, x, channels, begins ? 2 : 1, channels / group, gateRatio);
            blocks.output(x);
        }
        trunk.output(x);
        x = net.add("avgpool", new AdaptiveAvgPool2d(1), x);
        x = net.add("flatten", new Flatten(1, -1), x);
        x = net.linear("fc", x, x.channels(), 1000);
        Reset reset = Reset.weights(CONVOLUTIONS, Draw.normal(0.01)).and(Reset.biases(Draw.KEEP, Draw.ZERO));
        return net.build(name, x, reset);
    }

    private static int[] widths(int depth, int initial, double slope, double multiplier) {
        int[] widths = new int[depth];
        for (int i = 0; i < depth; i++) {
            double exact = initial + slope * i;
            double power = Math.rint(Math.log(exact / initial) / Math.log(multiplier));
            widths[i] = (int) (Math.rint(initial * Math.pow(multiplier, power) / 8) * 8);
        }
        return widths;
    }

    private static Value block(Scope block, Value input, int channels, int stride, int groups, double gateRatio) {
        Value shortcut = input;
        if (stride != 1 || input.channels() != channels) {
            shortcut = LINEAR.add(block.child("proj"), input, channels, 1, stride);
        }
        Scope f = block.child("f");
        Value x = ACTIVATED.add(f.child("a"), input, channels, 1, 1);
        x = ACTIVATED.add(f.child("b"), x, channels, 3, stride, groups);
        if (gateRatio > 0) {
            int squeeze = (int) Math.rint(gateRatio * input.channels());
            x = SqueezeExcitation.add(f.child("se"), x, new ReLU(), squeeze, new Sigmoid());
        }
        x = f.output(LINEAR.add(f.child("c"), x, channels, 1, 1));
        x = block.add("add", Arithmetic.ADD, shortcut, x);
        return block.output(block.add("activation", new ReLU(), x));
    }
}
