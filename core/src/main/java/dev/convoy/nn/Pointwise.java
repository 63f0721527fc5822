package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/** A layer whose output's elements each depend on the one in the same place: any shape in, the same shape out. */
abstract class Pointwise implements Layer {

    /** Fills {@code y} from {@code x}. */
    abstract void apply(float[] x, float[] y);

    @Override
    public final Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public final Tensor forward(Tensor input) {
        Tensor output = Tensor.zeros(input.shape());
        apply(input.array(), output.array());
        return output;
    }

    /** As torch prints a layer without arguments. */
    @Override
    public String toString() {
        return type() + "()";
    }
}
