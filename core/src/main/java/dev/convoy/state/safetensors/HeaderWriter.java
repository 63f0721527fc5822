package dev.convoy.state.safetensors;

import dev.convoy.state.StateDict;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a safetensors header as the reference library does: compact JSON, padded with spaces to 8 bytes. */
final class HeaderWriter {

    private static final int ALIGNMENT = 8;

    private final StringBuilder json = new StringBuilder("{");

    private HeaderWriter() {}

    /** The names in the order of the file: by type, descending, then by name, in the order of its UTF-8 bytes. */
    static List<String> order(StateDict state) {
        List<String> names = new ArrayList<>(state.names());
        Comparator<String> byType =
                Comparator.comparing(name -> state.entry(name).dtype());
        names.sort(byType.reversed()
                .thenComparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
        return names;
    }

    /** The padded header for the tensors in this order. */
    static byte[] write(StateDict state, List<String> order) {
        HeaderWriter writer = new HeaderWriter();
        writer.metadata(state.metadata());
        writer.tensors(state, order);
        byte[] header = encode(writer.json.append('}').toString());
        int padded = (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] result = Arrays.copyOf(header, padded);
        Arrays.fill(result, header.length, padded, (byte) ' ');
        return result;
    }

    private void metadata(Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            return;
        }
        key(HeaderReader.METADATA);
        json.append('{');
        metadata.forEach((key, value) -> {
            key(key);
            string(value);
        });
        json.append('}');
    }

    private void tensors(StateDict state, List<String> order) {
        long offset = 0;
        for (String name : order) {
            if (name.equals(HeaderReader.METADATA)) {
                throw new IllegalArgumentException(
                        "safetensors reserves the name '" + name + "': no tensor can have it");
            }
            StateDict.Entry entry = state.entry(name);
            String sizes = Arrays.stream(entry.shape().toArray())
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(","));
            long end = offset + entry.byteCount();
            key(name);
            json.append("{\"dtype\":\"").append(entry.dtype());
            json.append("\",\"shape\":[").append(sizes);
            json.append("],\"data_offsets\":[")
                    .append(offset)
                    .append(',')
                    .append(end)
                    .append("]}");
            offset = end;
        }
    }

    private void key(String key) {
        if (json.charAt(json.length() - 1) != '{') {
            json.append(',');
        }
        string(key);
        json.append(':');
    }

    private void string(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (character < ' ') {
                        json.append(String.format("\\u%04x", (int) character));
                    } else {
                        json.append(character);
                    }
                }
            }
        }
        json.append('"');
    }

    private static byte[] encode(String json) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json));
            byte[] encoded = new byte[bytes.remaining()];
            bytes.get(encoded);
            return encoded;
        } catch (CharacterCodingException notUnicode) {
            throw new IllegalArgumentException("a name or the metadata is not valid Unicode", notUnicode);
        }
    }
}
