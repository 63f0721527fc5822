package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weight and the bias of a normalisation, each there or not, of one shape.
 *
 * @param shapes of those that there are
 * @param values null where they have none
 */
record AffineState(Map<String, Shape> shapes, Map<String, Tensor> values) {

    /** Without values. */
    static AffineState of(Shape shape, boolean weight, boolean bias) {
        return new AffineState(
                weight ? StateCheck.weightAndBias(shape, bias ? shape : null) : Map.of(), weight ? null : Map.of());
    }

    /** These values, which were checked before. */
    AffineState with(Map<String, Tensor> given) {
        return new AffineState(
                shapes, hasWeight() ? StateCheck.weightAndBias(given.get("weight"), given.get("bias")) : Map.of());
    }

    /** A weight of 1 and a bias of 0. */
    AffineState initialised() {
        Map<String, Tensor> initial = new LinkedHashMap<>();
        shapes.forEach(
                (name, shape) -> initial.put(name, Initialisation.constant(shape, name.equals("weight") ? 1 : 0)));
        return with(initial);
    }

    boolean hasWeight() {
        return shapes.containsKey("weight");
    }

    Map<String, Tensor> state(Operator operator) {
        return StateCheck.required(values, operator);
    }

    /** The weight's elements, or null where there is none. */
    float[] weight(Operator operator) {
        return array("weight", operator);
    }

    /** The bias's elements, or null where there is none. */
    float[] bias(Operator operator) {
        return array("bias", operator);
    }

    private float[] array(String name, Operator operator) {
        Tensor tensor = state(operator).get(name);
        return tensor == null ? null : tensor.array();
    }
}
