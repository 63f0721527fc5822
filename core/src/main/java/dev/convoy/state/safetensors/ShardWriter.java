package dev.convoy.state.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.convoy.state.AtomicFile;
import dev.convoy.state.StateDict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Splits weights over several safetensors files, which an index beside them names. */
final class ShardWriter {

    static final String SUFFIX = ".safetensors.index.json";

    private ShardWriter() {}

    /** The shards first and the index last, so that an index never names what is not there. */
    static void write(Path index, StateDict state, long largestShard) throws IOException {
        String name = index.getFileName().toString();
        if (!name.endsWith(SUFFIX) || largestShard < 1) {
            throw new IllegalArgumentException("an index is named *" + SUFFIX + " and a shard holds 1 byte or more, but"
                    + " the index is " + index + " and the shards hold " + largestShard);
        }
        String stem = name.substring(0, name.length() - SUFFIX.length());
        List<List<String>> shards = shards(state, largestShard);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeObjectFieldStart("metadata");
            json.writeNumberField("total_size", size(state));
            json.writeEndObject();
            json.writeObjectFieldStart("weight_map");
            for (int i = 0; i < shards.size(); i++) {
                String file = String.format(Locale.ROOT, "%s-%05d-of-%05d.safetensors", stem, i + 1, shards.size());
                Safetensors.write(index.resolveSibling(file), part(state, shards.get(i)));
                for (String tensor : shards.get(i)) {
                    json.writeStringField(tensor, file);
                }
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        AtomicFile.write(index, List.of(ByteBuffer.wrap(text.toByteArray())).iterator());
    }

    /** In the state's order, as many in a shard as fit, one at least. */
    private static List<List<String>> shards(StateDict state, long largestShard) {
        List<List<String>> shards = new ArrayList<>(List.of(new ArrayList<>()));
        long filled = 0;
        for (Map.Entry<String, StateDict.Entry> tensor : state.entries().entrySet()) {
            long bytes = tensor.getValue().byteCount();
            List<String> last = shards.get(shards.size() - 1);
            if (filled + bytes > largestShard && !last.isEmpty()) {
                last = new ArrayList<>();
                shards.add(last);
                filled = 0;
            }
            last.add(tensor.getKey());
            filled += bytes;
        }
        return shards;
    }

    private static StateDict part(StateDict state, List<String> names) {
        StateDict.Builder part = StateDict.builder();
        state.metadata().forEach(part::metadata);
        names.forEach(name -> part.put(name, state.entry(name)));
        return part.build();
    }

    private static long size(StateDict state) {
        return state.entries().values().stream()
                .mapToLong(StateDict.Entry::byteCount)
                .sum();
    }
}
