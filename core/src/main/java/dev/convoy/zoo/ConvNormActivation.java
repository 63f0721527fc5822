package dev.convoy.zoo;

import dev.convoy.nn.Layer;

/**
 * A convolution without a bias, a batch normalisation and an activation, in a module of their own whose children are
 * {@code 0}, {@code 1} and {@code 2}. The output has the input's size, divided by the stride.
 *
 * @param eps of the normalisation
 * @param activation null for none
 */
record ConvNormActivation(double eps, Layer activation) {

    /** With an eps of 1e-5. */
    ConvNormActivation(Layer activation) {
        this(1e-5, activation);
    }

    Value add(Scope module, Value input, int outChannels, int kernelSize, int stride) {
        return add(module, input, outChannels, kernelSize, stride, 1);
    }

    /** Every channel for itself. */
    Value addDepthwise(Scope module, Value input, int kernelSize, int stride) {
        return add(module, input, input.channels(), kernelSize, stride, input.channels());
    }

    Value add(Scope module, Value input, int outChannels, int kernelSize, int stride, int groups) {
        Value x = module.conv(
                "0",
                input,
                outChannels,
                kernelSize,
                c -> c.stride(stride)
                        .padding((kernelSize - 1) / 2)
                        .groups(groups)
                        .bias(false));
        x = module.norm("1", x, eps);
        return module.output(activation == null ? x : module.add("2", activation, x));
    }
}
