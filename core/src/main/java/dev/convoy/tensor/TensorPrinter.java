package dev.convoy.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * Prints tensors character for character as {@code print(tensor)} does in torch with its default options: 4 decimals,
 * lines of 80 characters, and above 1000 elements only the 3 outermost at each end of a dimension.
 */
public final class TensorPrinter {

    private static final int THRESHOLD = 1000;
    private static final int EDGE_ITEMS = 3;
    private static final int LINE_WIDTH = 80;
    private static final String PREFIX = "tensor(";

    private final Shape shape;
    private final float[] array;
    private final boolean summarised;
    private final ElementFormat format;

    private TensorPrinter(Tensor tensor) {
        this.shape = tensor.shape();
        this.array = tensor.array();
        this.summarised = array.length > THRESHOLD;
        ElementFormat.Builder builder = new ElementFormat.Builder();
        forEachPrinted(0, 0, index -> builder.add(array[index]));
        this.format = builder.build();
    }

    /** As torch prints a tensor: {@code tensor([1., 2.])}. */
    public static String tensor(Tensor tensor) {
        return print(tensor, List.of());
    }

    /** As torch prints a parameter: {@code Parameter containing:\ntensor([1., 2.], requires_grad=True)}. */
    public static String parameter(Tensor tensor) {
        return "Parameter containing:\n" + print(tensor, List.of("requires_grad=True"));
    }

    private static String print(Tensor tensor, List<String> attributes) {
        List<String> suffixes = new ArrayList<>();
        String content;
        if (tensor.shape().elements() == 0) {
            content = "[]";
            if (tensor.shape().rank() != 1) {
                suffixes.add(
                        "size=" + tensor.shape().toString().replace('[', '(').replace(']', ')'));
            }
        } else {
            content = new TensorPrinter(tensor).subtensor(0, 0, PREFIX.length());
        }
        suffixes.addAll(attributes);
        return append(PREFIX + content, suffixes) + ")";
    }

    /** Puts each suffix on the last line if it fits there as torch reckons, else on a line of its own. */
    private static String append(String content, List<String> suffixes) {
        StringBuilder printed = new StringBuilder(content);
        int lineLength = content.length() - content.lastIndexOf('\n') + 1;
        for (String suffix : suffixes) {
            if (lineLength + suffix.length() + 2 > LINE_WIDTH) {
                printed.append(",\n").append(" ".repeat(PREFIX.length())).append(suffix);
                lineLength = PREFIX.length() + suffix.length();
            } else {
                printed.append(", ").append(suffix);
                lineLength += suffix.length() + 2;
            }
        }
        return printed.toString();
    }

    private String subtensor(int dimension, int offset, int indent) {
        if (dimension == shape.rank()) {
            return format.format(array[offset]);
        }
        if (dimension == shape.rank() - 1) {
            return vector(offset, indent);
        }
        int stride = shape.elements(dimension + 1, shape.rank());
        List<String> slices = new ArrayList<>();
        forEachIndex(
                dimension,
                index -> slices.add(subtensor(dimension + 1, offset + index * stride, indent + 1)),
                () -> slices.add("..."));
        String separator = "," + "\n".repeat(shape.rank() - dimension - 1) + " ".repeat(indent + 1);
        return slices.stream().collect(Collectors.joining(separator, "[", "]"));
    }

    private String vector(int offset, int indent) {
        List<String> elements = new ArrayList<>();
        forEachIndex(
                shape.rank() - 1,
                index -> elements.add(format.format(array[offset + index])),
                () -> elements.add(" ..."));
        int perLine = Math.max(1, Math.floorDiv(LINE_WIDTH - indent, format.width() + 2));
        List<String> lines = new ArrayList<>();
        for (int start = 0; start < elements.size(); start += perLine) {
            lines.add(String.join(", ", elements.subList(start, Math.min(start + perLine, elements.size()))));
        }
        return lines.stream().collect(Collectors.joining(",\n" + " ".repeat(indent + 1), "[", "]"));
    }

    /** Hands over the array index of every element that is printed: the column width is theirs alone. */
    private void forEachPrinted(int dimension, int offset, IntConsumer visitor) {
        if (dimension == shape.rank()) {
            visitor.accept(offset);
            return;
        }
        int stride = shape.elements(dimension + 1, shape.rank());
        forEachIndex(dimension, index -> forEachPrinted(dimension + 1, offset + index * stride, visitor), () -> {});
    }

    private void forEachIndex(int dimension, IntConsumer visitor, Runnable omission) {
        int size = shape.size(dimension);
        boolean omits = summarised && size > 2 * EDGE_ITEMS;
        for (int index = 0; index < (omits ? EDGE_ITEMS : size); index++) {
            visitor.accept(index);
        }
        if (omits) {
            omission.run();
            for (int index = size - EDGE_ITEMS; index < size; index++) {
                visitor.accept(index);
            }
        }
    }
}
