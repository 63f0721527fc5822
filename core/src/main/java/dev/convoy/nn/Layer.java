package dev.convoy.nn;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** An operator on one tensor, as most classes of {@code torch.nn} are. */
public interface Layer extends Operator {

    /**
     * The shape that {@link #forward(Tensor)} gives for an input of this shape.
     *
     * @throws ShapeException if the layer does not take such an input
     */
    Shape outputShape(Shape input);

    /**
     * The layer applied to a batch.
     *
     * @throws ShapeException if the layer does not take an input of this shape
     * @throws IllegalStateException if the layer has state but not its values
     */
    Tensor forward(Tensor input);

    /** The multiplications, each with an addition, of {@link #forward(Tensor)} on an input of this shape. */
    default long multiplyAdds(Shape input) {
        return 0;
    }

    @Override
    default Layer withState(Map<String, Tensor> state) {
        StateCheck.check(this, state);
        return this;
    }

    @Override
    default Layer initialised(Generator generator) {
        return this;
    }

    @Override
    default Shape outputShape(List<Shape> inputs) {
        return outputShape(only(inputs));
    }

    @Override
    default Tensor forward(List<Tensor> inputs) {
        return forward(only(inputs));
    }

    @Override
    default long multiplyAdds(List<Shape> inputs) {
        return multiplyAdds(only(inputs));
    }

    private static <T> T only(List<T> inputs) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("a layer has one input, but there are " + inputs.size());
        }
        return inputs.get(0);
    }
}
