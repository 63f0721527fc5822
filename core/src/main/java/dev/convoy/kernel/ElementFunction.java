package dev.convoy.kernel;

/**
 * A function of one element, as {@link Elements} applies it.
 *
 * @param a the first parameter of the kinds that have one, the second is {@code b}
 */
public record ElementFunction(Kind kind, float a, float b) {

    /** What is computed. */
    public enum Kind {
        /** {@code x}. */
        IDENTITY,
        /** {@code min(max(x, a), b)}; ReLU is that of 0 and infinity. A NaN stays one. */
        CLAMP,
        /** {@code x} where it is above 0, {@code a * x} elsewhere. */
        LEAKY_RELU,
        /** {@code 1 / (1 + exp(-x))}. */
        SIGMOID,
        /** {@code x / (1 + exp(-x))}. */
        SILU,
        /** {@code tanh(x)}. */
        TANH,
        /** {@code x * P(X <= x)} of a standard normal X. */
        GELU,
        /** {@code 0.5 * x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))}. */
        GELU_TANH,
        /** The error function. */
        ERF,
        /** {@code exp(x)}. */
        EXP,
        /** {@code min(max(x + 3, 0), 6) / 6}. */
        HARDSIGMOID,
        /** {@code x * min(max(x + 3, 0), 6) / 6}. */
        HARDSWISH
    }

    /** {@code x}. */
    public static final ElementFunction IDENTITY = of(Kind.IDENTITY);

    /** {@code max(x, 0)}. */
    public static final ElementFunction RELU = clamp(0, Float.POSITIVE_INFINITY);

    /** One of the functions without parameters. */
    public static ElementFunction of(Kind kind) {
        return new ElementFunction(kind, 0, 0);
    }

    /** {@code min(max(x, least), most)}. */
    public static ElementFunction clamp(float least, float most) {
        return new ElementFunction(Kind.CLAMP, least, most);
    }

    /** {@code x} where it is above 0, {@code slope * x} elsewhere. */
    public static ElementFunction leakyRelu(float slope) {
        return new ElementFunction(Kind.LEAKY_RELU, slope, 0);
    }
}
