package dev.convoy.zoo;

import dev.convoy.nn.Conv2d;
import dev.convoy.nn.ConvBuilder;
import dev.convoy.nn.ReLU;
import java.util.function.UnaryOperator;

/** The inception networks' convolution without a bias, batch normalisation with an eps of 0.001, and ReLU. */
final class NormedConvolution {

    private static final double EPS = 0.001;

    private NormedConvolution() {}

    /** With a square kernel. */
    static Value add(
            Scope module, Value input, int outChannels, int kernelSize, UnaryOperator<ConvBuilder<Conv2d>> rest) {
        return add(module, input, outChannels, new int[] {kernelSize}, rest);
    }

    static Value add(
            Scope module, Value input, int outChannels, int[] kernelSize, UnaryOperator<ConvBuilder<Conv2d>> rest) {
        Value x = module.conv("conv", input, outChannels, kernelSize, c -> rest.apply(c.bias(false)));
        x = module.norm("bn", x, EPS);
        return module.output(module.add("relu", new ReLU(), x));
    }
}
