package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/** A layer whose output's elements are its input's, by a strided view that the input's shape decides. */
interface StridedLayer extends Layer {

    /** The view of an input of this shape; it fails as {@link #outputShape(Shape)} does. */
    Strided view(Shape input);

    @Override
    default Shape outputShape(Shape input) {
        return view(input).shape();
    }

    @Override
    default Tensor forward(Tensor input) {
        Strided view = view(input.shape());
        return view.copy(input, view.shape());
    }
}
