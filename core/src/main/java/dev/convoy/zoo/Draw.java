package dev.convoy.zoo;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/**
 * A way to draw a parameter, as the functions of {@code torch.nn.init}.
 *
 * <p>The Kaiming draws are of He et al., "Delving Deep into Rectifiers", 2015, where {@code fan_in} is the number of
 * inputs of an output and {@code fan_out = out_channels * kH * kW} whatever the groups.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/nn.init.html">torch.nn.init</a>
 */
@FunctionalInterface
interface Draw {

    /** Keeps the layer's default. */
    Draw KEEP = (shape, generator) -> {
        throw new AssertionError("what is kept is not drawn");
    };

    /** All 0, which draws nothing. */
    Draw ZERO = (shape, generator) -> Tensor.zeros(shape);

    /** {@code kaiming_normal_(mode='fan_in')} with the gain of ReLU. */
    Draw KAIMING_NORMAL_FAN_IN =
            (shape, generator) -> generator.normal(0, Math.sqrt(2) / Math.sqrt(fanIn(shape)), shape);

    /** {@code kaiming_normal_(mode='fan_out')} with the gain of ReLU. */
    Draw KAIMING_NORMAL_FAN_OUT =
            (shape, generator) -> generator.normal(0, Math.sqrt(2) / Math.sqrt(fanOut(shape)), shape);

    /** {@code kaiming_uniform_(mode='fan_in')} with the gain of ReLU. */
    Draw KAIMING_UNIFORM_FAN_IN = (shape, generator) -> {
        double bound = Math.sqrt(3) * (Math.sqrt(2) / Math.sqrt(fanIn(shape)));
        return generator.uniform(-bound, bound, shape);
    };

    /** {@code kaiming_uniform_(mode='fan_out', nonlinearity='sigmoid')}. */
    Draw KAIMING_UNIFORM_FAN_OUT_OF_SIGMOID = (shape, generator) -> {
        double bound = Math.sqrt(3) / Math.sqrt(fanOut(shape));
        return generator.uniform(-bound, bound, shape);
    };

    /** A tensor of this shape. */
    Tensor tensor(Shape shape, Generator generator);

    /** {@code uniform_(-bound, bound)}. */
    static Draw uniform(double bound) {
        return (shape, generator) -> generator.uniform(-bound, bound, shape);
    }

    /** {@code normal_(0, std)}. */
    static Draw normal(double std) {
        return (shape, generator) -> generator.normal(0, std, shape);
    }

    /**
     * {@code trunc_normal_(0, std)} as it is since torch 2.12: normal, what lies beyond -2 or 2 drawn again. No draw is
     * as far as 9 standard deviations from 0, so with {@code std < 2 / 9} nothing ever is.
     *
     * @throws IllegalArgumentException if {@code std} is larger
     */
    static Draw truncatedNormal(double std) {
        if (!(std * 9 < 2)) {
            throw new IllegalArgumentException("trunc_normal_ expects std < 2 / 9, but it is " + std);
        }
        return normal(std);
    }

    /** The number of inputs of an output. */
    static int fanIn(Shape weight) {
        return weight.elements(1, weight.rank());
    }

    /** The number of outputs of an input, were there no groups. */
    static int fanOut(Shape weight) {
        return weight.size(0) * weight.elements(2, weight.rank());
    }
}
