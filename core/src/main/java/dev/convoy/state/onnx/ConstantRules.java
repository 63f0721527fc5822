package dev.convoy.state.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.convoy.nn.Identity;
import dev.convoy.state.DType;
import dev.convoy.state.StateDict;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * Tensors that the model itself gives, and changes of type.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Constant.html">ONNX, Constant</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__ConstantOfShape.html">ONNX, ConstantOfShape</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Range.html">ONNX, Range</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Cast.html">ONNX, Cast</a>
 */
final class ConstantRules {

    private static final int FLOAT = 1;

    private ConstantRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("Constant", ConstantRules::constant);
        rules.put("ConstantOfShape", ConstantRules::constantOfShape);
        rules.put("Range", ConstantRules::range);
        rules.put("Identity", call -> call.give(new Identity(), call.input(0)));
        rules.put("Dropout", ConstantRules::dropout);
        rules.put("Cast", ConstantRules::cast);
    }

    private static void constant(Call call) {
        Attributes attributes = call.attributes();
        Literal literal;
        if (attributes.has("value")) {
            literal = literal(attributes.tensor("value"));
        } else if (attributes.has("value_float")) {
            literal = Literal.of(Tensor.of(Shape.of(), (float) attributes.number("value_float", 0)));
        } else if (attributes.has("value_floats")) {
            float[] floats = attributes.numbers("value_floats");
            literal = Literal.of(Tensor.of(Shape.of(floats.length), floats));
        } else if (attributes.has("value_int")) {
            literal = Literal.of(Shape.of(), attributes.integer("value_int", 0));
        } else if (attributes.has("value_ints")) {
            literal = Literal.vector(attributes.integers("value_ints"));
        } else {
            throw new Unsupported("has a value that is neither dense nor of numbers");
        }
        call.give(0, Value.Known.of(literal));
    }

    private static Literal literal(TensorProto tensor) {
        StateDict.Builder state = StateDict.builder().source("the attribute");
        try {
            new TensorReader("the attribute", new ExternalData("the attribute", null)).read(state, "value", tensor);
        } catch (IOException e) {
            throw new Unsupported("has a malformed value: " + e.getMessage());
        }
        return TensorReader.literal(state.build(), "value");
    }

    /** A tensor of one value, 0 by default, whose shape is the input. */
    private static void constantOfShape(Call call) {
        TensorProto given = call.attributes().tensor("value");
        Literal value = given == null ? Literal.of(Tensor.zeros(Shape.of())) : literal(given);
        if (value.shape().elements() != 1) {
            throw new Unsupported("has a value of " + value.shape().elements() + " elements in place of one");
        }
        Value.Known shape = call.known(0);
        Literal first = filled(call, shape.first(), value);
        call.give(0, new Value.Known(first, shape.agrees() ? first : filled(call, shape.second(), value)));
    }

    private static Literal filled(Call call, Literal sizes, Literal value) {
        int[] shape = new int[sizes.integers().length];
        Arrays.setAll(shape, i -> Names.size(sizes.integers()[i], "a size"));
        Shape checked = call.assembly().charge(Shape.of(shape));
        if (value.isInteger()) {
            long[] elements = new long[checked.elements()];
            Arrays.fill(elements, value.integers()[0]);
            return Literal.of(checked, elements);
        }
        Tensor tensor = Tensor.zeros(checked);
        Arrays.fill(tensor.array(), value.tensor().array()[0]);
        return Literal.of(tensor);
    }

    private static void range(Call call) {
        Value.Known start = call.known(0);
        Value.Known limit = call.known(1);
        Value.Known delta = call.known(2);
        call.give(
                0,
                new Value.Known(
                        range(call, start.first(), limit.first(), delta.first()),
                        range(call, start.second(), limit.second(), delta.second())));
    }

    private static Literal range(Call call, Literal start, Literal limit, Literal delta) {
        double from = start.numbers()[0];
        double step = delta.numbers()[0];
        double count = Math.max(Math.ceil((limit.numbers()[0] - from) / step), 0);
        if (!(count <= Integer.MAX_VALUE)) {
            throw new Unsupported("makes " + count + " elements");
        }
        Shape shape = call.assembly().charge(Shape.of((int) count));
        if (start.isInteger()) {
            long[] elements = new long[(int) count];
            Arrays.setAll(elements, i -> start.integers()[0] + i * delta.integers()[0]);
            return Literal.of(shape, elements);
        }
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.array().length; i++) {
            tensor.array()[i] = (float) (from + i * step);
        }
        return Literal.of(tensor);
    }

    /** In evaluation mode, the input. */
    private static void dropout(Call call) {
        call.attributes().ignore("ratio", "seed");
        if (call.has(2) && call.scalar(2) != 0) {
            throw new Unsupported("is in training mode");
        }
        call.give(new Identity(), call.input(0));
    }

    /** Between types of floats nothing changes, as all are computed in float32. */
    private static void cast(Call call) {
        call.attributes().ignore("saturate", "round_mode");
        int number = call.attributes().integer("to", FLOAT);
        DType to = TensorReader.type(number);
        if (to == null) {
            throw new Unsupported(call.attributes().describe("to") + " of TensorProto.DataType");
        }
        if (!call.isKnown(0)) {
            if (!TensorReader.isFloat(to)) {
                throw new Unsupported("casts what it computes from the images to " + to);
            }
            call.give(new Identity(), call.input(0));
            return;
        }
        Value.Known input = call.known(0);
        Literal first = cast(input.first(), to);
        call.give(0, new Value.Known(first, input.agrees() ? first : cast(input.second(), to)));
    }

    private static Literal cast(Literal from, DType to) {
        if (TensorReader.isFloat(to)) {
            return from.isInteger() ? Literal.of(Tensor.of(from.shape(), floats(from.integers()))) : from;
        }
        double[] numbers = from.numbers();
        long[] integers = from.isInteger() ? from.integers().clone() : new long[numbers.length];
        for (int i = 0; i < integers.length; i++) {
            long value = from.isInteger() ? integers[i] : (long) numbers[i];
            integers[i] = to == DType.BOOL ? numbers[i] != 0 ? 1 : 0 : value;
        }
        return Literal.of(from.shape(), integers);
    }

    private static float[] floats(long[] integers) {
        float[] floats = new float[integers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = integers[i];
        }
        return floats;
    }
}
