package dev.convoy.state.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.convoy.graph.Graph;
import dev.convoy.state.DType;
import dev.convoy.state.MalformedFileException;
import dev.convoy.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The input of a model: the one that is not an initialiser.
 *
 * @param sizes as declared, -1 where one is open; empty if no shape is declared
 * @param value what it is in the graph
 * @param problem why it is not supported
 */
record ModelInput(String name, List<Integer> sizes, Value value, Optional<String> problem) {

    /** What an open batch is taken to be at first, to tell what depends on it; then one more. */
    private static final int BATCH = 2;

    /** What open sizes are taken to be: fit for networks that halve them up to five times. */
    private static final int FIRST_SIZE = 224;

    private static final int SECOND_SIZE = 256;

    static ModelInput of(String file, GraphProto graph, Set<String> initialisers) throws MalformedFileException {
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(input -> !initialisers.contains(input.getName()))
                .toList();
        if (inputs.isEmpty() || inputs.get(0).getName().isEmpty()) {
            throw new MalformedFileException(file, -1, "the model has no input");
        }
        List<String> problems = new ArrayList<>();
        if (inputs.size() > 1) {
            problems.add(inputs.size() + " inputs, "
                    + inputs.stream()
                            .map(i -> Names.quoted(i.getName()))
                            .limit(10)
                            .toList() + ", in place of one");
        }
        TypeProto.Tensor type = inputs.get(0).getType().getTensorType();
        DType elements = TensorReader.type(type.getElemType());
        if (elements == null || !TensorReader.isFloat(elements)) {
            problems.add(
                    "an input of type " + (elements == null ? type.getElemType() : elements) + " in place of floats");
        }
        List<Integer> sizes = sizes(type, problems);
        Value value = value(sizes);
        return new ModelInput(
                inputs.get(0).getName(),
                sizes,
                value,
                problems.isEmpty() ? Optional.empty() : Optional.of(String.join(";\n  ", problems)));
    }

    private static List<Integer> sizes(TypeProto.Tensor type, List<String> problems) {
        List<Integer> sizes = new ArrayList<>();
        for (TensorShapeProto.Dimension dimension : type.getShape().getDimList()) {
            long size = dimension.hasDimValue() ? dimension.getDimValue() : -1;
            if (dimension.hasDimValue() && (size < 1 || size > Integer.MAX_VALUE)) {
                problems.add("an input of a size of " + size);
                size = -1;
            }
            sizes.add((int) size);
        }
        return sizes;
    }

    private static Value value(List<Integer> sizes) {
        if (sizes.isEmpty()) {
            return new Value.Computed(Graph.INPUT, null, null);
        }
        int[] first = new int[sizes.size()];
        int[] second = new int[sizes.size()];
        for (int i = 0; i < first.length; i++) {
            boolean isOpen = sizes.get(i) < 0;
            first[i] = isOpen ? i == 0 ? BATCH : FIRST_SIZE : sizes.get(i);
            second[i] = i == 0 ? first[0] + 1 : isOpen ? SECOND_SIZE : first[i];
        }
        return new Value.Computed(Graph.INPUT, Shape.of(first), Shape.of(second));
    }

    /** Whether all sizes but the batch are fixed. */
    boolean sizesAreDeclared() {
        return !sizes.isEmpty() && sizes.stream().skip(1).allMatch(size -> size > 0);
    }
}
