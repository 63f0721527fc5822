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
     * The function of each element that an operator is; none if it is another thing or the kernels have no such one.
     */
    public static Optional<ElementFunction> elementFunction(Operator operator) {
        if (operator instanceof Pointwise pointwise) {
            return pointwise.function();
        }
        return operator instanceof Elementwise elementwise ? elementwise.function() : Optional.empty();
    }
}
