package dev.convoy.state.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.convoy.nn.Operator;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** A node of the model while it is translated: what it says, what it takes, and what becomes of it. */
final class Call {

    private final NodeProto node;
    private final int opset;
    private final Attributes attributes;
    private final List<Value> inputs;
    private final Assembly assembly;
    private final Value[] outputs;
    private int steps;

    /** @param inputs the values; null where an optional input is absent */
    Call(NodeProto node, int opset, List<Value> inputs, Assembly assembly) {
        this.node = node;
        this.opset = opset;
        this.attributes = new Attributes(node);
        this.inputs = inputs;
        this.assembly = assembly;
        this.outputs = new Value[node.getOutputCount()];
    }

    String operator() {
        return node.getOpType();
    }

    int opset() {
        return opset;
    }

    Attributes attributes() {
        return attributes;
    }

    Assembly assembly() {
        return assembly;
    }

    int inputCount() {
        return inputs.size();
    }

    int outputCount() {
        return outputs.length;
    }

    boolean has(int input) {
        return input < inputs.size() && inputs.get(input) != null;
    }

    /** An input that has to be there. */
    Value input(int index) {
        if (!has(index)) {
            throw new Unsupported("has no input " + index);
        }
        return inputs.get(index);
    }

    List<Value> inputs() {
        for (int i = 0; i < inputs.size(); i++) {
            input(i);
        }
        return inputs;
    }

    /** An input that has to be known when the model is read, for both input shapes. */
    Value.Known known(int index) {
        Value value = input(index);
        if (value instanceof Value.Refused) {
            throw new Undecided();
        }
        if (value instanceof Value.Known known) {
            return known;
        }
        throw new Unsupported(
                "computes its input " + index + " " + Names.quoted(node.getInput(index)) + " from the images");
    }

    boolean isKnown(int index) {
        return has(index) && inputs.get(index) instanceof Value.Known;
    }

    /** A known input that is the same for all input shapes. */
    Literal literal(int index) {
        Value.Known known = known(index);
        if (!known.agrees()) {
            throw new Unsupported("has an input " + index + " " + Names.quoted(node.getInput(index))
                    + " that depends on the size of the model's input");
        }
        return known.first();
    }

    long[] integers(int index) {
        return literal(index).integers();
    }

    /** Integers that are sizes or dimensions. */
    int[] sizes(int index) {
        long[] integers = integers(index);
        int[] sizes = new int[integers.length];
        Arrays.setAll(sizes, i -> Names.size(integers[i], node.getInput(index)));
        return sizes;
    }

    Tensor tensor(int index) {
        return literal(index).tensor();
    }

    /** A known tensor that has to be a vector of so many elements. */
    Tensor vector(int index, int elements) {
        Tensor tensor = tensor(index);
        if (tensor.shape().rank() != 1 || tensor.shape().elements() != elements) {
            throw new Unsupported(
                    "takes an input " + index + " of shape [" + elements + "] but receives " + tensor.shape());
        }
        return tensor;
    }

    /** The only element of a known input. */
    double scalar(int index) {
        double[] numbers = literal(index).numbers();
        if (numbers.length != 1) {
            throw new Unsupported("takes one number as its input " + index + " but receives " + numbers.length);
        }
        return numbers[0];
    }

    boolean hasShape(int index) {
        return input(index) instanceof Value.Known || (input(index) instanceof Value.Computed c && c.hasShape());
    }

    /** The input's shape for each of the two input shapes. */
    Shape[] shapes(int index) {
        Value value = input(index);
        if (value instanceof Value.Known known) {
            return new Shape[] {known.first().shape(), known.second().shape()};
        }
        if (value instanceof Value.Computed computed) {
            if (!computed.hasShape()) {
                throw new Unsupported("has to know the sizes of its input " + Names.quoted(node.getInput(index))
                        + ", which the model leaves open; declare the sizes of the model's input");
            }
            return new Shape[] {computed.first(), computed.second()};
        }
        throw new Undecided();
    }

    int rank(int index) {
        return shapes(index)[0].rank();
    }

    /** A size that is the same for all input shapes. */
    int size(int index, int dimension) {
        Shape[] shapes = shapes(index);
        int size = shapes[0].size(dimension);
        if (size != shapes[1].size(dimension)) {
            throw new Unsupported("has to know size " + dimension + " of its input "
                    + Names.quoted(node.getInput(index)) + ", which the model leaves open");
        }
        return size;
    }

    /** A dimension of an input, counted from the first. */
    static int dimension(long axis, int rank) {
        long index = axis < 0 ? axis + rank : axis;
        if (index < 0 || index >= rank) {
            throw new Unsupported("names axis " + axis + " of " + rank + " dimensions");
        }
        return (int) index;
    }

    /** Applies an operator on the way to an output. */
    Value step(String what, Operator operator, Value... values) {
        steps++;
        return assembly.apply(name(0) + "/" + what + (steps == 1 ? "" : steps), operator, List.of(values));
    }

    /** Makes the first output. */
    void give(Operator operator, Value... values) {
        give(0, operator, values);
    }

    /** Makes an output. */
    void give(int output, Operator operator, Value... values) {
        give(output, assembly.apply(name(output), operator, List.of(values)));
    }

    /** Says what an output is. */
    void give(int output, Value value) {
        if (output < outputs.length) {
            outputs[output] = value;
        }
    }

    private String name(int output) {
        return output < outputs.length ? node.getOutput(output) : node.getName();
    }

    Value constant(Tensor tensor) {
        return Value.Known.of(Literal.of(tensor));
    }

    /** What was made; null for an output that is not. */
    Value[] outputs() {
        return outputs;
    }
}
