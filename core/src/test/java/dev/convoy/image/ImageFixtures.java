package dev.convoy.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.state.DType;
import dev.convoy.state.StateDict;
import dev.convoy.state.safetensors.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The images under fixtures/images and Pillow's pixels for them. */
final class ImageFixtures {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final StateDict PIXELS = pixels();

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
        StateDict.Entry entry = PIXELS.entry(name);
        assertThat(entry.dtype()).isEqualTo(DType.U8);
        ByteBuffer bytes = entry.bytes();
        byte[] rgb = new byte[bytes.remaining()];
        bytes.get(rgb);
        return new RgbImage(entry.shape().size(1), entry.shape().size(0), rgb);
    }

    private static StateDict pixels() {
        try {
            return Safetensors.read("images.safetensors", resource("images.safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
