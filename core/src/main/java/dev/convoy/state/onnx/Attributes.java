package dev.convoy.state.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The attributes of a node. Those that were not asked for are refused in the end, as they may change what it means. */
final class Attributes {

    private static final int LONGEST_TEXT = 60;

    private final Map<String, AttributeProto> attributes = new LinkedHashMap<>();
    private final Set<String> read = new HashSet<>();

    Attributes(NodeProto node) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attributes.put(attribute.getName(), attribute) != null) {
                throw new Unsupported("has the attribute " + Names.quoted(attribute.getName()) + " twice");
            }
        }
    }

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    private AttributeProto get(String name, AttributeType type) {
        read.add(name);
        AttributeProto attribute = attributes.get(name);
        if (attribute != null && attribute.getType() != type) {
            throw new Unsupported(
                    "has the attribute " + name + " of type " + attribute.getType() + " in place of " + type);
        }
        return attribute;
    }

    /** Attributes without effect on what is computed here. */
    void ignore(String... names) {
        read.addAll(Set.of(names));
    }

    /** Whether an attribute that is 0 or 1 is not 0. */
    boolean flag(String name, boolean otherwise) {
        return integer(name, otherwise ? 1 : 0) != 0;
    }

    int integer(String name, int otherwise) {
        AttributeProto attribute = get(name, AttributeType.INT);
        return attribute == null ? otherwise : Names.size(attribute.getI(), name);
    }

    /** A float as the decimal number that it was meant to be: 1e-5, and not the double nearest to 1e-5f. */
    double number(String name, double otherwise) {
        AttributeProto attribute = get(name, AttributeType.FLOAT);
        return attribute == null ? otherwise : Double.parseDouble(Float.toString(attribute.getF()));
    }

    String text(String name, String otherwise) {
        AttributeProto attribute = get(name, AttributeType.STRING);
        return attribute == null ? otherwise : attribute.getS().toStringUtf8();
    }

    /** The numbers of a list; null if there is none. */
    long[] integers(String name) {
        AttributeProto attribute = get(name, AttributeType.INTS);
        return attribute == null
                ? null
                : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
    }

    /** The numbers of a list that are sizes; these if there is no list. */
    int[] sizes(String name, int... otherwise) {
        long[] integers = integers(name);
        if (integers == null) {
            return otherwise;
        }
        int[] sizes = new int[integers.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Names.size(integers[i], name);
        }
        return sizes;
    }

    /** The numbers of a list; null if there is none. */
    float[] numbers(String name) {
        AttributeProto attribute = get(name, AttributeType.FLOATS);
        if (attribute == null) {
            return null;
        }
        float[] numbers = new float[attribute.getFloatsCount()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = attribute.getFloats(i);
        }
        return numbers;
    }

    /** A tensor; null if there is none. */
    TensorProto tensor(String name) {
        AttributeProto attribute = get(name, AttributeType.TENSOR);
        return attribute == null ? null : attribute.getT();
    }

    /** Refuses the node unless an attribute, if it is there, has this value. */
    void require(String name, int value) {
        if (integer(name, value) != value) {
            throw new Unsupported(describe(name));
        }
    }

    /** What the node says of an attribute: {@code has mode = 'cubic'}. */
    String describe(String name) {
        AttributeProto attribute = attributes.get(name);
        return "has " + Names.printable(name) + " = " + (attribute == null ? "its default" : value(attribute));
    }

    private static String value(AttributeProto attribute) {
        String value = switch (attribute.getType()) {
            case INT -> Long.toString(attribute.getI());
            case FLOAT -> Float.toString(attribute.getF());
            case STRING -> Names.quoted(attribute.getS().toStringUtf8());
            case INTS -> attribute.getIntsList().toString();
            case FLOATS -> attribute.getFloatsList().toString();
            default -> "a " + attribute.getType();
        };
        return value.length() > LONGEST_TEXT ? value.substring(0, LONGEST_TEXT) + "…" : value;
    }

    /** Refuses the node if it has an attribute that was not asked for. */
    void requireAllRead() {
        for (String name : attributes.keySet()) {
            if (!read.contains(name)) {
                throw new Unsupported(describe(name) + ", an attribute that is not known");
            }
        }
    }
}
