package dev.convoy.state.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.convoy.state.DType;
import dev.convoy.state.MalformedFileException;
import dev.convoy.tensor.Shape;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON of a safetensors header and checks each entry in itself; where the tensors lie is not checked here.
 */
final class HeaderReader {

    static final String METADATA = "__metadata__";

    private static final long HEADER_START = Long.BYTES;
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final String path;
    private final String text;
    private final JsonParser parser;
    private final Map<String, Header.Tensor> tensors = new LinkedHashMap<>();
    private Map<String, String> metadata;

    private HeaderReader(String path, String text) throws IOException {
        this.path = path;
        this.text = text;
        this.parser = JSON.createParser(text);
    }

    /** Reads the header that is the whole of the buffer. */
    static Header read(String path, ByteBuffer bytes) throws IOException {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException notText) {
            throw new MalformedFileException(
                    path, HEADER_START, "the header is not UTF-8 text; this is probably not a safetensors file");
        }
        if (!text.startsWith("{")) {
            throw new MalformedFileException(
                    path,
                    HEADER_START,
                    "a header begins with '{', but this one "
                            + (text.isEmpty() ? "is empty" : "begins with " + character(text.codePointAt(0)))
                            + "; this is probably not a safetensors file");
        }
        HeaderReader reader = new HeaderReader(path, text);
        try {
            return reader.read();
        } catch (JsonProcessingException invalid) {
            throw reader.malformed("the header is not valid JSON: " + invalid.getOriginalMessage());
        }
    }

    private Header read() throws IOException {
        parser.nextToken();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (name.equals(METADATA)) {
                readMetadata();
            } else {
                readTensor(name);
            }
        }
        if (parser.nextToken() != null) {
            throw malformed("the header goes on after its closing '}'");
        }
        return new Header(List.copyOf(tensors.values()), metadata == null ? Map.of() : metadata);
    }

    private void readMetadata() throws IOException {
        if (metadata != null) {
            throw malformed("the key '" + METADATA + "' occurs twice in the header");
        }
        metadata = new LinkedHashMap<>();
        expect(parser.nextToken(), JsonToken.START_OBJECT, "'" + METADATA + "' must be an object of strings");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            expect(
                    parser.nextToken(),
                    JsonToken.VALUE_STRING,
                    "the value of '" + key + "' in '" + METADATA + "' must be a string");
            String value = parser.getText();
            checkUnicode(key, "the key '" + key + "' in '" + METADATA + "'");
            checkUnicode(value, "the value of '" + key + "' in '" + METADATA + "'");
            if (metadata.putIfAbsent(key, value) != null) {
                throw malformed("the key '" + key + "' occurs twice in '" + METADATA + "'");
            }
        }
    }

    private void readTensor(String name) throws IOException {
        String label = "tensor '" + name + "'";
        if (tensors.containsKey(name)) {
            throw malformed(label + " occurs twice in the header");
        }
        checkUnicode(name, "the name of " + label);
        expect(parser.nextToken(), JsonToken.START_OBJECT, label + " must be described by an object");
        DType dtype = null;
        long[] sizes = null;
        long[] offsets = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "dtype" -> dtype = once(label, field, dtype, readDType(label));
                case "shape" -> sizes = once(label, field, sizes, readNumbers(label, field));
                case "data_offsets" -> offsets = once(label, field, offsets, readNumbers(label, field));
                default -> parser.skipChildren();
            }
        }
        require(label, "dtype", dtype);
        require(label, "shape", sizes);
        require(label, "data_offsets", offsets);
        tensors.put(name, tensor(name, label, dtype, sizes, offsets));
    }

    private Header.Tensor tensor(String name, String label, DType dtype, long[] sizes, long[] offsets)
            throws MalformedFileException {
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw malformed(label + " has data_offsets " + Arrays.toString(offsets)
                    + ", but these must be a begin and an end that is not before it");
        }
        Shape shape = shape(label, sizes);
        long length = offsets[1] - offsets[0];
        long bits = (long) shape.elements() * dtype.bits();
        if (bits % Byte.SIZE != 0 || bits / Byte.SIZE != length) {
            throw malformed(label + " of type " + dtype + " and shape " + shape + " takes "
                    + (bits % Byte.SIZE == 0 ? bits / Byte.SIZE + " bytes" : bits + " bits, not whole bytes")
                    + ", but its data_offsets " + Arrays.toString(offsets) + " span " + length + " bytes");
        }
        return new Header.Tensor(name, dtype, shape, offsets[0], offsets[1]);
    }

    private Shape shape(String label, long[] sizes) throws MalformedFileException {
        int[] narrowed = new int[sizes.length];
        long elements = 1;
        for (int i = 0; i < sizes.length; i++) {
            narrowed[i] = (int) Math.min(sizes[i], Integer.MAX_VALUE);
            elements = Math.min(elements * narrowed[i], Integer.MAX_VALUE + 1L);
            if (narrowed[i] != sizes[i]) {
                elements = Integer.MAX_VALUE + 1L;
                break;
            }
        }
        if (elements > Integer.MAX_VALUE) {
            throw malformed(label + " has shape " + Arrays.toString(sizes) + ", but at most " + Integer.MAX_VALUE
                    + " elements are supported");
        }
        return Shape.of(narrowed);
    }

    private DType readDType(String label) throws IOException {
        expect(parser.currentToken(), JsonToken.VALUE_STRING, "the dtype of " + label + " must be a string");
        String dtype = parser.getText();
        return DType.named(dtype)
                .orElseThrow(() -> malformed(label + " has the unknown dtype '" + dtype + "', expected one of "
                        + Arrays.toString(DType.values()) + "; the file may be newer than this library"));
    }

    private long[] readNumbers(String label, String field) throws IOException {
        String whole = "the " + field + " of " + label;
        expect(parser.currentToken(), JsonToken.START_ARRAY, whole + " must be an array of integers");
        List<Long> numbers = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, whole + " must be an array of integers");
            BigInteger number = parser.getBigIntegerValue();
            if (number.signum() < 0) {
                throw malformed(whole + " contains the negative number " + number);
            }
            if (number.compareTo(LARGEST) > 0) {
                throw malformed(whole + " contains " + number + ", which overflows 64 bits");
            }
            numbers.add(number.longValue());
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private void checkUnicode(String string, String label) throws MalformedFileException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(string)) {
            throw malformed(label + " is not valid Unicode: it has half of a surrogate pair");
        }
    }

    private <T> T once(String label, String field, T before, T now) throws MalformedFileException {
        if (before != null) {
            throw malformed("the key '" + field + "' occurs twice in " + label);
        }
        return now;
    }

    private void require(String label, String field, Object value) throws MalformedFileException {
        if (value == null) {
            throw malformed(label + " has no '" + field + "'");
        }
    }

    private void expect(JsonToken actual, JsonToken expected, String otherwise) throws MalformedFileException {
        if (actual != expected) {
            throw malformed(otherwise + ", but is " + named(actual));
        }
    }

    private static String named(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
            default -> token.asString();
        };
    }

    /** An exception at the byte of the file that the parser has reached. */
    private MalformedFileException malformed(String reason) {
        int characters = (int)
                Math.min(text.length(), Math.max(0, parser.currentLocation().getCharOffset()));
        int bytes = text.substring(0, characters).getBytes(StandardCharsets.UTF_8).length;
        return new MalformedFileException(path, HEADER_START + bytes, reason);
    }

    private static String character(int codePoint) {
        return Character.isISOControl(codePoint)
                ? String.format("the control character 0x%02x", codePoint)
                : "'" + Character.toString(codePoint) + "'";
    }
}
