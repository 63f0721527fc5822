package dev.convoy.nn;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Map;

/**
 * What the layer normalisations share.
 *
 * @param <L> the layer itself
 */
abstract sealed class LayerNormBase<L extends LayerNormBase<L>> implements Layer permits LayerNorm, LayerNorm2d {

    private final Shape normalizedShape;
    private final double eps;
    private final AffineState affine;

    LayerNormBase(Shape normalizedShape, double eps, AffineState affine) {
        this.normalizedShape = normalizedShape;
        this.eps = eps;
        this.affine = affine;
    }

    /** The layer of these arguments and parameters. */
    abstract L with(Shape normalizedShape, double eps, AffineState affine);

    Shape normalizedShape() {
        return normalizedShape;
    }

    double eps() {
        return eps;
    }

    AffineState affine() {
        return affine;
    }

    @Override
    public Map<String, Shape> parameterShapes() {
        return affine.shapes();
    }

    @Override
    public Map<String, Tensor> state() {
        return affine.state(this);
    }

    @Override
    public L withState(Map<String, Tensor> state) {
        StateCheck.check(this, state);
        return with(normalizedShape, eps, affine.with(state));
    }

    @Override
    public L initialised(Generator generator) {
        return with(normalizedShape, eps, affine.initialised());
    }

    /** As torch prints the layer. */
    @Override
    public String toString() {
        return type() + "(" + Arguments.tuple(normalizedShape.toArray()) + ", eps=" + Arguments.number(eps)
                + ", elementwise_affine=" + Arguments.bool(affine.hasWeight()) + ")";
    }
}
