package dev.convoy.state.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * Reads weights that are split over several safetensors files by an index: JSON whose {@code weight_map} gives each
 * tensor's file. The files lie beside the index; a name that leads elsewhere is refused.
 */
final class ShardIndex {

    private static final int LARGEST = 100_000_000;
    private static final String WEIGHT_MAP = "weight_map";
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ShardIndex() {}

    /** Whether the file begins as JSON does and cannot be a safetensors file. */
    static boolean begins(ByteSource source) throws IOException {
        ByteBuffer start = source.read(0, (int) Math.min(source.size(), Long.BYTES));
        if (start.limit() == Long.BYTES && Safetensors.canBegin(start.getLong(0))) {
            return false;
        }
        return StandardCharsets.ISO_8859_1
                .decode(start)
                .toString()
                .stripLeading()
                .startsWith("{");
    }

    /** Reads the tensors of all shards, in the order of the index. */
    static StateDict read(Path path, ByteSource index) throws IOException {
        Map<String, String> shardOf = weightMap(index);
        Map<String, StateDict> shards = new LinkedHashMap<>();
        for (String shard : new LinkedHashSet<>(shardOf.values())) {
            shards.put(shard, shard(path, index, shard, shardOf));
        }
        StateDict.Builder state = StateDict.builder().source(index.name());
        shards.values().forEach(shard -> shard.metadata().forEach(state::metadata));
        for (Map.Entry<String, String> place : shardOf.entrySet()) {
            StateDict shard = shards.get(place.getValue());
            if (!shard.contains(place.getKey())) {
                throw index.malformed(
                        -1,
                        "tensor '" + place.getKey() + "' is said to be in the shard " + place.getValue()
                                + ", but is not there; index and shards are of different models");
            }
            state.put(place.getKey(), shard.entry(place.getKey()));
        }
        return state.build();
    }

    private static StateDict shard(Path path, ByteSource index, String shard, Map<String, String> shardOf)
            throws IOException {
        Path file = path.resolveSibling(shard);
        if (!Files.isRegularFile(file)) {
            throw index.malformed(
                    -1, "the shard " + shard + " is not beside the index; the download is probably incomplete");
        }
        StateDict state;
        try (ByteSource source = ByteSource.open(file)) {
            state = Safetensors.read(source);
        }
        for (String name : state.names()) {
            String expected = shardOf.get(name);
            if (!shard.equals(expected)) {
                throw index.malformed(
                        -1,
                        "the shard " + shard + " has a tensor '" + name + "', which "
                                + (expected == null ? "the index does not name" : "the index places in " + expected)
                                + "; index and shards are of different models");
            }
        }
        return state;
    }

    private static Map<String, String> weightMap(ByteSource index) throws IOException {
        if (index.size() > LARGEST) {
            throw index.malformed(
                    -1, "the index has " + index.size() + " bytes, but at most " + LARGEST + " are allowed");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(index.read(0, (int) index.size()))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw index.malformed(-1, "the file begins as JSON but is not UTF-8 text");
        }
        Map<String, String> weightMap = null;
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                if (key.equals(WEIGHT_MAP)) {
                    weightMap = weightMap(index, parser);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JsonProcessingException invalid) {
            throw index.malformed(-1, "the index is not valid JSON: " + invalid.getOriginalMessage());
        }
        if (weightMap == null) {
            throw index.malformed(
                    -1, "the file is JSON without a '" + WEIGHT_MAP + "', so it is not an index of safetensors files");
        }
        return weightMap;
    }

    private static Map<String, String> weightMap(ByteSource index, JsonParser parser) throws IOException {
        Map<String, String> shardOf = new LinkedHashMap<>();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw index.malformed(-1, "the index's '" + WEIGHT_MAP + "' must be an object of file names");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw index.malformed(-1, "the shard of tensor '" + name + "' in the index must be a file's name");
            }
            shardOf.put(name, checked(index, name, parser.getText()));
        }
        return shardOf;
    }

    /** A file's name that stays in the index's folder on every system. */
    private static String checked(ByteSource index, String tensor, String shard) throws MalformedFileException {
        boolean plain = !shard.isEmpty() && !shard.equals(".") && !shard.equals("..");
        for (int i = 0; i < shard.length(); i++) {
            plain &= "/\\:".indexOf(shard.charAt(i)) < 0 && !Character.isISOControl(shard.charAt(i));
        }
        if (!plain) {
            throw index.malformed(
                    -1,
                    "the shard of tensor '" + tensor + "' is given as '" + shard
                            + "', but must be the name of a file beside the index");
        }
        return shard;
    }
}
