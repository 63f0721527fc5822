package dev.convoy.nn;

import dev.convoy.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Follows shapes through a network and remembers what made them, so that a mismatch is traced to the layer it comes
 * from. Not safe for use by several threads.
 */
public final class ShapeTrace {

    /** A tensor under way: who made it, and of what if it was flattened. */
    private record Value(String producer, Shape shape, String flattened) {

        @Override
        public String toString() {
            return producer + " " + shape + flattened;
        }
    }

    private final String inputName;
    private final Shape input;
    private final Map<String, Value> values = new HashMap<>();

    /** A network's input: its name among the tensors, and its shape. */
    public ShapeTrace(String name, Shape input) {
        this.inputName = name;
        this.input = input;
        values.put(name, new Value("the input", input, ""));
    }

    /**
     * The output shape of an operator whose inputs were traced before.
     *
     * @throws ShapeException that names the operator that fails and the ones that made its inputs
     */
    public Shape through(String name, Operator operator, List<String> inputs) {
        List<Value> from = inputs.stream().map(values::get).toList();
        List<Shape> shapes = from.stream().map(Value::shape).toList();
        String title = name + " (" + operator.type() + ")";
        Shape output;
        try {
            output = operator.outputShape(shapes);
        } catch (ShapeException e) {
            String origin = from.stream().map(Value::toString).collect(Collectors.joining(" and "));
            boolean first = inputs.size() == 1 && inputs.get(0).equals(inputName);
            throw e.in(title, origin + (first ? "" : "; the network's input is " + input));
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw ShapeException.at(
                    title,
                    "makes no tensor of " + (shapes.size() == 1 ? shapes.get(0) : shapes) + ": " + e.getMessage());
        }
        String flattened = "";
        if (operator instanceof Flatten flatten) {
            flattened = ", flattened from " + flatten.merged(shapes.get(0)) + " of "
                    + from.get(0).producer();
        } else if (inputs.size() == 1 && output.equals(shapes.get(0))) {
            flattened = from.get(0).flattened();
        }
        values.put(name, new Value(title, output, flattened));
        return output;
    }

    /** The shape of a tensor that was traced. */
    public Shape shape(String name) {
        return values.get(name).shape();
    }
}
