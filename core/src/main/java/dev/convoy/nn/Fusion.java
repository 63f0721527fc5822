package dev.convoy.nn;

import dev.convoy.kernel.ElementFunction;
import java.util.Optional;

/** Operators that do the work of several, for rewriting networks without changing what they mean. */
public final class Fusion {

    private Fusion() {}

    /**
     * The one convolution that computes what a convolution and a batch normalisation behind it compute; none if the two
     * are not such a pair or lack their state. Its rounding differs from theirs: the weights take the scale.
     */
    public static Optional<Operator> batchNorm(Operator convolution, Operator norm) {
        if (convolution instanceof ConvNd<?> conv
                && !(conv instanceof ConvTranspose2d)
                && norm instanceof BatchNorm<?> batchNorm
                && conv.hasState()
                && batchNorm.hasState()) {
            return Optional.of(conv.scaled(batchNorm.scale(), batchNorm.shift()));
        }
        return Optional.empty();
    }

    /**
     * A convolution to whose output a second input is added; none if the two are not such a pair. The result's first
     * input is the convolution's, the second what is added.
     */
    public static Optional<Operator> addition(Operator convolution, Operator addition) {
        return convolution instanceof ConvNd<?> conv && addition == Arithmetic.ADD
                ? Optional.of(new FusedConvolution(conv, true, null))
                : Optional.empty();
    }

    /**
     * A convolution, with or without an addition, and a function of each element behind it; none if the two are not
     * such a pair. It gives the bits of the two.
     */
    public static Optional<Operator> activation(Operator convolution, Operator activation) {
        if (!(activation instanceof Pointwise pointwise)) {
            return Optional.empty();
        }
        if (convolution instanceof ConvNd<?> conv) {
            return Optional.of(new FusedConvolution(conv, false, pointwise));
        }
        return convolution instanceof FusedConvolution fused && fused.activation() == null
                ? Optional.of(new FusedConvolution(fused.convolution(), fused.adds(), pointwise))
                : Optional.empty();
    }

    /**
     * The function of each element that an operator is; none if it is another thing or the kernels have no such one.
     */
    public static Optional<ElementFunction> elementFunction(Operator operator) {
        if (operator instanceof Pointwise pointwise) {
            return pointwise.function();
        }
        return operator instanceof Elementwise elementwise ? elementwise.function() : Optional.empty();
    }
}
