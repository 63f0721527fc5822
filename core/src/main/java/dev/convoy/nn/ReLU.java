package dev.convoy.nn;

import dev.convoy.kernel.Activation;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;

/** {@code max(x, 0)} of every element, as {@code torch.nn.ReLU}: any shape in, the same shape out; NaN stays NaN. */
public final class ReLU implements Layer {

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor output = Tensor.zeros(input.shape());
        Activation.relu(input.array(), output.array());
        return output;
    }

    @Override
    public String toString() {
        return "ReLU()";
    }
}
