package dev.convoy.zoo;

import dev.convoy.nn.AdaptiveAvgPool2d;
import dev.convoy.nn.Arithmetic;
import dev.convoy.nn.Layer;

/** A gate for every channel, from the averages of all: Hu et al., "Squeeze-and-Excitation Networks", 2018. */
final class SqueezeExcitation {

    private SqueezeExcitation() {}

    /** From this activation, through this many channels, to that of the gate. */
    static Value add(Scope module, Value input, Layer activation, int squeezeChannels, Layer scaleActivation) {
        Value x = module.add("avgpool", new AdaptiveAvgPool2d(1), input);
        x = module.conv("fc1", x, squeezeChannels, 1, c -> c);
        x = module.add("activation", activation, x);
        x = module.conv("fc2", x, input.channels(), 1, c -> c);
        x = module.add("scale_activation", scaleActivation, x);
        return module.output(module.add("mul", Arithmetic.MUL, x, input));
    }
}
