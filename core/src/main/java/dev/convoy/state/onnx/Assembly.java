package dev.convoy.state.onnx;

import dev.convoy.graph.Graph;
import dev.convoy.graph.GraphBuilder;
import dev.convoy.nn.Constant;
import dev.convoy.nn.Operator;
import dev.convoy.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts operators to work: those whose inputs are known at once, the others as nodes of a graph. */
final class Assembly {

    private final GraphBuilder builder = Graph.builder();
    private final Map<Literal, String> constants = new IdentityHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final boolean sizesAreDeclared;
    private long elementsLeft;

    /**
     * @param sizesAreDeclared whether the model fixes all sizes of its input but the batch
     * @param mostElements that may be made of known tensors in all
     */
    Assembly(boolean sizesAreDeclared, long mostElements) {
        this.sizesAreDeclared = sizesAreDeclared;
        this.elementsLeft = mostElements;
    }

    GraphBuilder builder() {
        return builder;
    }

    /** Counts elements that are about to be made when the model is read. */
    Shape charge(Shape shape) {
        if (shape.elements() > elementsLeft) {
            throw new Unsupported("makes a tensor of shape " + shape
                    + " out of constants, which are then far larger than the model itself");
        }
        elementsLeft -= shape.elements();
        return shape;
    }

    /** The operator's output under this name, if it becomes a node and the name is free, or under a similar one. */
    Value apply(String name, Operator operator, List<Value> inputs) {
        return apply(name, operator, operator, inputs);
    }

    /** As the other form, by one operator for each of the two input shapes; they differ where all inputs are known. */
    Value apply(String name, Operator first, Operator second, List<Value> inputs) {
        if (inputs.stream().anyMatch(Value.Refused.class::isInstance)) {
            return new Value.Refused();
        }
        if (inputs.stream().allMatch(Value.Known.class::isInstance)) {
            return known(first, second, inputs);
        }
        List<String> nodes = new ArrayList<>();
        boolean open = false;
        List<Shape> firstShapes = new ArrayList<>();
        List<Shape> secondShapes = new ArrayList<>();
        for (Value input : inputs) {
            Value.Computed computed = computed(name, input);
            nodes.add(computed.node());
            firstShapes.add(computed.first());
            secondShapes.add(computed.second());
            open |= !computed.hasShape();
        }
        Shape firstShape = open ? null : shape(first, firstShapes, false);
        Shape secondShape = firstShape == null ? null : shape(first, secondShapes, true);
        return new Value.Computed(add(name, first, nodes), firstShape, secondShape);
    }

    private Value known(Operator first, Operator second, List<Value> inputs) {
        List<Literal> a = inputs.stream().map(v -> ((Value.Known) v).first()).toList();
        List<Literal> b = inputs.stream().map(v -> ((Value.Known) v).second()).toList();
        charge(first.outputShape(a.stream().map(Literal::shape).toList()));
        Literal made = Folding.apply(first, a);
        if (first == second && a.equals(b)) {
            return Value.Known.of(made);
        }
        charge(second.outputShape(b.stream().map(Literal::shape).toList()));
        return new Value.Known(made, Folding.apply(second, b));
    }

    private Shape shape(Operator operator, List<Shape> inputs, boolean isSecond) {
        try {
            return operator.outputShape(inputs);
        } catch (IllegalArgumentException | ArithmeticException e) {
            if (!sizesAreDeclared) {
                return null;
            }
            throw new Unsupported(
                    isSecond
                            ? "holds for the batch of the declared input alone, and not for any: " + e.getMessage()
                            : "does not fit the declared input: " + e.getMessage());
        }
    }

    /** A value as something that a node can take. */
    Value.Computed computed(String user, Value value) {
        if (value instanceof Value.Computed computed) {
            return computed;
        }
        if (!(value instanceof Value.Known known)) {
            throw new Undecided();
        }
        if (!known.agrees()) {
            throw new Unsupported("takes a constant that depends on the size of the input");
        }
        Literal literal = known.first();
        String node = constants.get(literal);
        if (node == null) {
            node = add(user + "/constant", new Constant(literal.tensor()), List.of());
            constants.put(literal, node);
        }
        return new Value.Computed(node, literal.shape(), literal.shape());
    }

    private String add(String name, Operator operator, List<String> inputs) {
        String free = name;
        for (int i = 1; !isFree(free); i++) {
            free = name + "_" + i;
        }
        taken.add(free);
        return builder.add(free, operator, inputs.toArray(String[]::new));
    }

    private boolean isFree(String name) {
        return !name.isEmpty() && !name.equals(Graph.INPUT) && !taken.contains(name);
    }
}
