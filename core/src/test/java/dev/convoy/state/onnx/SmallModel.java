package dev.convoy.state.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.convoy.state.MalformedFileException;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.List;

/** A model of a few nodes, whose input is {@code x} and whose output is {@code y}. */
final class SmallModel {

    static final int FLOAT = 1;
    static final int INT64 = 7;

    final ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
    final GraphProto.Builder graph = GraphProto.newBuilder();

    private SmallModel(int opset) {
        model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset));
        graph.addOutput(ValueInfoProto.newBuilder().setName("y"));
    }

    /** Sizes of -1 are symbolic. */
    static SmallModel of(int opset, int... inputShape) {
        SmallModel made = new SmallModel(opset);
        made.graph.addInput(input("x", FLOAT, inputShape));
        return made;
    }

    static ValueInfoProto input(String name, int type, int... shape) {
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (int size : shape) {
            TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
            sizes.addDim(size < 0 ? dimension.setDimParam("N") : dimension.setDimValue(size));
        }
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type);
        if (shape.length > 0) {
            tensor.setShape(sizes);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** Floats under a name. */
    SmallModel floats(String name, Shape shape, float... values) {
        TensorProto.Builder tensor = tensor(name, FLOAT, shape);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        graph.addInitializer(tensor);
        return this;
    }

    /** A vector of floats under a name. */
    SmallModel floats(String name, float... values) {
        return floats(name, Shape.of(values.length), values);
    }

    /** A vector of integers under a name. */
    SmallModel integers(String name, long... values) {
        return integers(name, Shape.of(values.length), values);
    }

    SmallModel integers(String name, Shape shape, long... values) {
        TensorProto.Builder tensor = tensor(name, INT64, shape);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        graph.addInitializer(tensor);
        return this;
    }

    static TensorProto.Builder tensor(String name, int type, Shape shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
        for (int size : shape.toArray()) {
            tensor.addDims(size);
        }
        return tensor;
    }

    /** {@code "Conv x w -> y"} with attributes: a name and its value each. */
    SmallModel node(String text, Object... attributes) {
        String[] sides = text.split(" ?-> ", -1);
        String[] left = sides[0].split(" ", -1);
        NodeProto.Builder node = NodeProto.newBuilder().setOpType(left[0]).setName("node_" + graph.getNodeCount());
        for (int i = 1; i < left.length; i++) {
            node.addInput(left[i].equals("_") ? "" : left[i]);
        }
        for (String output : sides[1].split(" ", -1)) {
            node.addOutput(output);
        }
        for (int i = 0; i < attributes.length; i += 2) {
            node.addAttribute(attribute((String) attributes[i], attributes[i + 1]));
        }
        graph.addNode(node);
        return this;
    }

    private static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        if (value instanceof Integer number) {
            attribute.setType(AttributeType.INT).setI(number);
        } else if (value instanceof Float number) {
            attribute.setType(AttributeType.FLOAT).setF(number);
        } else if (value instanceof String text) {
            attribute.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
        } else if (value instanceof TensorProto tensor) {
            attribute.setType(AttributeType.TENSOR).setT(tensor);
        } else if (value instanceof GraphProto body) {
            attribute.setType(AttributeType.GRAPH).setG(body);
        } else if (value instanceof float[] numbers) {
            attribute.setType(AttributeType.FLOATS);
            for (float number : numbers) {
                attribute.addFloats(number);
            }
        } else {
            attribute.setType(AttributeType.INTS);
            for (int number : (int[]) value) {
                attribute.addInts(number);
            }
        }
        return attribute.build();
    }

    byte[] bytes() {
        return model.clone().setGraph(graph).build().toByteArray();
    }

    OnnxModel read() throws MalformedFileException {
        return OnnxFile.read("small.onnx", bytes());
    }

    /** The output for an input of this shape. */
    Tensor run(Shape shape, float... input) throws MalformedFileException {
        return read().graph().forward(Tensor.of(shape, input), List.of("y")).get("y");
    }

    static int[] ints(int... values) {
        return values;
    }

    static float[] counting(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i + 1;
        }
        return values;
    }
}
