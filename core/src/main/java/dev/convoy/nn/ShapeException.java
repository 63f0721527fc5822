package dev.convoy.nn;

import dev.convoy.tensor.Printable;
import dev.convoy.tensor.Shape;
import java.util.List;

/** An input's shape is not one that a layer takes. The message names the layer, what it expects and what came. */
public final class ShapeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String problem;

    private ShapeException(String message, String problem) {
        super(Printable.escaped(message));
        this.problem = problem;
    }

    /** {@code problem} continues a sentence whose subject is the layer: "expects 64 input channels but receives 32". */
    static ShapeException of(Operator operator, String problem, Shape input) {
        return new ShapeException(operator.type() + " " + problem + ", from the input " + input, problem);
    }

    /** As the other form, for operators with several inputs. */
    static ShapeException of(Operator operator, String problem, List<Shape> inputs) {
        return new ShapeException(operator.type() + " " + problem + ", from the inputs " + inputs, problem);
    }

    /** {@code problem} continues a sentence whose subject is the layer of this name. */
    public static ShapeException at(String layer, String problem) {
        return new ShapeException(layer + " " + problem, problem);
    }

    /** The same problem, told with the layer's name and where its input came from. */
    ShapeException in(String layer, String origin) {
        return new ShapeException(layer + " " + problem + ", from " + origin, problem);
    }
}
