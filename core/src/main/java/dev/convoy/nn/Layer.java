package dev.convoy.nn;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Map;

/**
 * One step of a network, as {@code torch.nn.Module} in evaluation mode. Immutable.
 *
 * <p>A layer that has parameters exists in two states: without their values, when it can only tell shapes and counts,
 * and with them, made by {@link #initialised} or {@link #withParameters}.
 */
public interface Layer {

    /** The class's name in {@code torch.nn}: {@code "Conv2d"}. */
    default String type() {
        return getClass().getSimpleName();
    }

    /**
     * The shape that {@link #forward} gives for an input of this shape.
     *
     * @throws ShapeException if the layer does not take such an input
     */
    Shape outputShape(Shape input);

    /**
     * The layer applied to a batch.
     *
     * @throws ShapeException if the layer does not take an input of this shape
     * @throws IllegalStateException if the layer has parameters but not their values
     */
    Tensor forward(Tensor input);

    /** The shapes of the parameters, by their state-dict names and in that order. */
    default Map<String, Shape> parameterShapes() {
        return Map.of();
    }

    /**
     * The parameters, by their state-dict names and in that order.
     *
     * @throws IllegalStateException if the layer has parameters but not their values
     */
    default Map<String, Tensor> parameters() {
        return Map.of();
    }

    /**
     * This layer with these values for all of its parameters, as {@code load_state_dict(strict=True)}.
     *
     * @throws IllegalArgumentException if a parameter is missing, one is not the layer's, or a shape differs; all of
     *     them are named
     */
    default Layer withParameters(Map<String, Tensor> parameters) {
        Parameters.check(this, parameters);
        return this;
    }

    /** This layer with torch's default initialisation, drawn from the generator in torch's order. */
    default Layer initialised(Generator generator) {
        return this;
    }

    /** The number of elements of all parameters. */
    default long parameterCount() {
        return parameterShapes().values().stream().mapToLong(Shape::elements).sum();
    }

    /** The multiplications, each with an addition, of {@link #forward} on an input of this shape. */
    default long multiplyAdds(Shape input) {
        return 0;
    }
}
