package dev.convoy.nn;

import dev.convoy.kernel.ElementFunction;
import dev.convoy.kernel.Kernels;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Optional;

/** A layer whose output's elements each depend on the one in the same place: any shape in, the same shape out. */
abstract class Pointwise implements Layer {

    /** What the kernels apply; none for a layer that fills its output itself. */
    Optional<ElementFunction> function() {
        return Optional.empty();
    }

    /** Fills {@code y} from {@code x}, which may be the same array. */
    void apply(float[] x, float[] y) {
        Kernels.current().elements().apply(function().orElseThrow(), x, 0, y, 0, x.length);
    }

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
