package dev.convoy.nn;

import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a node of a network computes from one or more tensors, as a {@code torch.nn.Module} in evaluation mode or one of
 * torch's functions. Immutable.
 *
 * <p>An operator that has state exists in two forms: without the values, when it can only tell shapes and counts, and
 * with them, made by {@link #initialised} or {@link #withState}.
 */
public interface Operator {

    /** The class's name in {@code torch.nn}, {@code "Conv2d"}, or the function's in {@code torch}, {@code "add"}. */
    default String type() {
        return getClass().getSimpleName();
    }

    /**
     * The shape that {@link #forward} gives for inputs of these shapes.
     *
     * @throws ShapeException if the operator does not take such inputs
     */
    Shape outputShape(List<Shape> inputs);

    /**
     * The operator applied to its inputs.
     *
     * @throws ShapeException if the operator does not take inputs of these shapes
     * @throws IllegalStateException if the operator has state but not its values
     */
    Tensor forward(List<Tensor> inputs);

    /** The shapes of what is learnt, by their state-dict names and in that order. */
    default Map<String, Shape> parameterShapes() {
        return Map.of();
    }

    /** The shapes of what the state dict holds besides the parameters, such as a batch norm's running mean. */
    default Map<String, Shape> bufferShapes() {
        return Map.of();
    }

    /** The shapes of the state dict's entries: the parameters and then the buffers. */
    default Map<String, Shape> stateShapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>(parameterShapes());
        shapes.putAll(bufferShapes());
        return Collections.unmodifiableMap(shapes);
    }

    /**
     * The values of the state, by the names of {@link #stateShapes} and in that order.
     *
     * @throws IllegalStateException if the operator has state but not its values
     */
    default Map<String, Tensor> state() {
        return Map.of();
    }

    /**
     * The values of what is learnt, by the names of {@link #parameterShapes} and in that order.
     *
     * @throws IllegalStateException if the operator has parameters but not their values
     */
    default Map<String, Tensor> parameters() {
        Map<String, Tensor> parameters = new LinkedHashMap<>(state());
        parameters.keySet().retainAll(parameterShapes().keySet());
        return Collections.unmodifiableMap(parameters);
    }

    /**
     * This operator with these values for all of its state, as {@code load_state_dict(strict=True)}.
     *
     * @throws IllegalArgumentException if a name is missing, one is not the operator's, or a shape differs; all of them
     *     are named
     */
    default Operator withState(Map<String, Tensor> state) {
        StateCheck.check(this, state);
        return this;
    }

    /** This operator with torch's default initialisation, drawn from the generator in torch's order. */
    default Operator initialised(Generator generator) {
        return this;
    }

    /** The number of elements of all parameters; buffers are not counted, as torch does not. */
    default long parameterCount() {
        return parameterShapes().values().stream().mapToLong(Shape::elements).sum();
    }

    /** The multiplications, each with an addition, of {@link #forward} on inputs of these shapes. */
    default long multiplyAdds(List<Shape> inputs) {
        return 0;
    }
}
