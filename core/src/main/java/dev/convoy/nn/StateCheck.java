package dev.convoy.nn;

import dev.convoy.tensor.Printable;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether given values are the state that an operator has. */
public final class StateCheck {

    private StateCheck() {}

    /**
     * Compares names and shapes, as {@code torch.nn.Module.load_state_dict(strict=True)} does.
     *
     * @throws IllegalArgumentException with one line for every entry that is missing, unexpected or of another shape
     */
    public static void check(Map<String, Shape> expected, Map<String, Shape> given) {
        List<String> problems = new ArrayList<>();
        expected.forEach((name, shape) -> {
            if (!given.containsKey(name)) {
                problems.add(quoted(name) + " " + shape + " is missing");
            } else if (!given.get(name).equals(shape)) {
                problems.add(quoted(name) + " is expected to have shape " + shape + " but has " + given.get(name));
            }
        });
        given.keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .forEach(name -> problems.add(quoted(name) + " " + given.get(name) + " belongs to no layer"));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("the weights do not fit the network:"
                    + problems.stream().collect(Collectors.joining(";\n  ", "\n  ", "")));
        }
    }

    private static String quoted(String name) {
        return "'" + Printable.escaped(name) + "'";
    }

    static void check(Operator operator, Map<String, Tensor> given) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        given.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        check(operator.stateShapes(), shapes);
    }

    /** A weight and, where there is one, a bias, in the order of a state dict. */
    static <T> Map<String, T> weightAndBias(T weight, T bias) {
        Map<String, T> map = new LinkedHashMap<>();
        map.put("weight", weight);
        if (bias != null) {
            map.put("bias", bias);
        }
        return Collections.unmodifiableMap(map);
    }

    static <T> T required(T value, Operator operator) {
        if (value == null) {
            throw new IllegalStateException(
                    operator + " has no values for its state: make one with initialised(…) or withState(…)");
        }
        return value;
    }
}
