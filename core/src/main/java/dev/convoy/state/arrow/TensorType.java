package dev.convoy.state.arrow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.convoy.state.Strided;
import dev.convoy.tensor.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The parameters of extension type {@code arrow.fixed_shape_tensor}, JSON in the field's metadata: the shape in which
 * elements lie row-major and, where the tensor's is another, which of its dimensions each of the tensor's is.
 *
 * @param shape the tensor's shape
 * @param strides the distance to the next element of each of the tensor's dimensions, in elements
 */
record TensorType(Shape shape, long[] strides) {

    static final String NAME = "arrow.fixed_shape_tensor";

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** The JSON of a tensor whose elements lie in its own shape. */
    static String json(Shape shape) {
        return Arrays.stream(shape.toArray())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "{\"shape\":[", "]}"));
    }

    /**
     * Reads the JSON.
     *
     * @param label the tensor, for messages
     */
    static TensorType parse(Metadata metadata, String label, String json) throws IOException {
        long[] sizes = null;
        long[] permutation = null;
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw metadata.malformed("the extension metadata of " + label + " must be a JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "shape" -> sizes = numbers(metadata, label, key, parser);
                    case "permutation" ->
                        permutation = parser.currentToken() == JsonToken.VALUE_NULL
                                ? null
                                : numbers(metadata, label, key, parser);
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw metadata.malformed("the extension metadata of " + label + " go on after their closing '}'");
            }
        } catch (JsonProcessingException invalid) {
            throw metadata.malformed(
                    "the extension metadata of " + label + " are not valid JSON: " + invalid.getOriginalMessage());
        }
        if (sizes == null) {
            throw metadata.malformed("the extension metadata of " + label + " have no 'shape'");
        }
        Shape stored = shape(metadata, label, sizes);
        return permutation == null
                ? new TensorType(stored, Strided.rowMajor(stored))
                : permuted(metadata, label, stored, permutation);
    }

    boolean isRowMajor() {
        return Strided.isRowMajor(shape, strides);
    }

    private static TensorType permuted(Metadata metadata, String label, Shape stored, long[] permutation)
            throws IOException {
        int[] order = Arrays.stream(permutation)
                .mapToInt(dimension -> (int) Math.min(dimension, Integer.MAX_VALUE))
                .toArray();
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        boolean each = sorted.length == stored.rank();
        for (int i = 0; each && i < sorted.length; i++) {
            each = sorted[i] == i;
        }
        if (!each) {
            throw metadata.malformed(label + " has the permutation " + Arrays.toString(permutation)
                    + ", which does not name each dimension of shape " + stored + " once");
        }
        long[] strides = Strided.rowMajor(stored);
        return new TensorType(
                Shape.of(Arrays.stream(order).map(stored::size).toArray()),
                Arrays.stream(order).mapToLong(dimension -> strides[dimension]).toArray());
    }

    private static Shape shape(Metadata metadata, String label, long[] sizes) throws IOException {
        long elements = 1;
        int[] narrowed = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            narrowed[i] = (int) Math.min(sizes[i], Integer.MAX_VALUE);
            elements = sizes[i] > Integer.MAX_VALUE
                    ? Long.MAX_VALUE
                    : Math.min(elements, Integer.MAX_VALUE + 1L) * narrowed[i];
            if (elements == Long.MAX_VALUE) {
                break;
            }
        }
        if (elements > Integer.MAX_VALUE) {
            throw metadata.malformed(label + " has shape " + Arrays.toString(sizes) + ", but at most "
                    + Integer.MAX_VALUE + " elements are supported");
        }
        return Shape.of(narrowed);
    }

    private static long[] numbers(Metadata metadata, String label, String key, JsonParser parser) throws IOException {
        String whole = "the " + key + " of " + label;
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw metadata.malformed(whole + " must be an array of integers");
        }
        LongStream.Builder numbers = LongStream.builder();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw metadata.malformed(whole + " must be an array of integers");
            }
            long number = parser.getLongValue();
            if (number < 0) {
                throw metadata.malformed(whole + " contains the negative number " + number);
            }
            numbers.add(number);
        }
        return numbers.build().toArray();
    }
}
