package dev.convoy.nn;

import dev.convoy.kernel.Activation;
import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.ElementFunction.Kind;
import dev.convoy.kernel.Kernels;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * A function of one tensor, element by element, as torch's functions of these names: any shape in, the same shape out.
 * Computed in double precision, the same on every JVM, and rounded once, but for {@link #EXP} and {@link #ERF}, which
 * are the kernels' own. NaN stays NaN but for {@link #SIGN}.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/torch.html#pointwise-ops">torch, pointwise ops</a>
 */
public enum Elementwise implements Layer {
    /** {@code -x}. */
    NEG(x -> -x),
    /** {@code |x|}. */
    ABS(Math::abs),
    /** {@code e^x}. */
    EXP(Kind.EXP),
    /** The natural logarithm; NaN below 0. */
    LOG(StrictMath::log),
    /** The square root; NaN below 0. */
    SQRT(Math::sqrt),
    /** {@code 1 / x}. */
    RECIPROCAL(x -> 1 / x),
    /** The largest integer that is not above. */
    FLOOR(Math::floor),
    /** The smallest integer that is not below. */
    CEIL(Math::ceil),
    /** The nearest integer, the even one of two. */
    ROUND(Math::rint),
    /** 1, 0 or -1; 0 for NaN, as torch has it on a CPU. */
    SIGN(x -> x > 0 ? 1 : x < 0 ? -1 : 0),
    /** The error function. */
    ERF(Kind.ERF),
    /** The sine. */
    SIN(StrictMath::sin),
    /** The cosine. */
    COS(StrictMath::cos);

    private final DoubleUnaryOperator formula;
    private final ElementFunction function;

    Elementwise(DoubleUnaryOperator formula) {
        this.formula = formula;
        this.function = null;
    }

    Elementwise(Kind kind) {
        this.formula = null;
        this.function = ElementFunction.of(kind);
    }

    /** What the kernels apply; none for what is computed by its formula. */
    Optional<ElementFunction> function() {
        return Optional.ofNullable(function);
    }

    @Override
    public String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor output = Tensor.zeros(input.shape());
        float[] x = input.array();
        if (function == null) {
            Activation.apply(formula, x, output.array());
        } else {
            Kernels.current().elements().apply(function, x, 0, output.array(), 0, x.length);
        }
        return output;
    }

    @Override
    public String toString() {
        return type() + "()";
    }
}
