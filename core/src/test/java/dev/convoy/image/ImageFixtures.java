package dev.convoy.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The images under fixtures/images and Pillow's pixels for them. */
final class ImageFixtures {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] TENSORS = resource("images.safetensors");
    private static final int HEADER =
            (int) ByteBuffer.wrap(TENSORS).order(ByteOrder.LITTLE_ENDIAN).getLong();
    private static final JsonNode ENTRIES = json(Arrays.copyOfRange(TENSORS, 8, 8 + HEADER));

    private ImageFixtures() {}

    /** The names of the files that decode, or of those that do not. */
    static List<String> names(boolean decodes) {
        List<String> names = new ArrayList<>();
        for (JsonNode image : json(resource("images.json")).get("images")) {
            if (image.get("decodes").asBoolean() == decodes) {
                names.add(image.get("file").asText());
            }
        }
        assertThat(names).isNotEmpty();
        return names;
    }

    static Stream<String> all() {
        return Stream.concat(names(true).stream(), names(false).stream());
    }

    static byte[] file(String name) {
        return resource("images/" + name);
    }

    /** A file of images-more. */
    static byte[] more(String name) {
        return resource("images-more/" + name);
    }

    /** A tensor {@code [H, W, 3]} of images.safetensors. */
    static RgbImage pixels(String name) {
        JsonNode entry = ENTRIES.get(name);
        assertThat(entry.get("dtype").asText()).isEqualTo("U8");
        int begin = 8 + HEADER + entry.get("data_offsets").get(0).asInt();
        int end = 8 + HEADER + entry.get("data_offsets").get(1).asInt();
        return new RgbImage(
                entry.get("shape").get(1).asInt(),
                entry.get("shape").get(0).asInt(),
                Arrays.copyOfRange(TENSORS, begin, end));
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = ImageFixtures.class.getResourceAsStream("/fixtures/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
