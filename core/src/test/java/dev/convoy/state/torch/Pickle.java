package dev.convoy.state.torch;

import dev.convoy.state.zip.ZipWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes pickles of one instruction after another, and the archives around them. */
final class Pickle {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<String, byte[]> storages = new LinkedHashMap<>();

    Pickle() {
        raw(0x80, 2);
    }

    Pickle raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    /** Instructions that are letters, as {@code "}("}. */
    Pickle op(String letters) {
        bytes.writeBytes(letters.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    Pickle int32(int value) {
        bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }

    Pickle number(int value) {
        return op("J").int32(value);
    }

    Pickle text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        op("X").int32(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    Pickle global(String module, String name) {
        return op("c" + module + "\n" + name + "\n");
    }

    Pickle tuple(int... values) {
        op("(");
        for (int value : values) {
            number(value);
        }
        return op("t");
    }

    /** A reference to a storage of so many elements. */
    Pickle storage(String type, String key, int elements) {
        return op("(").text("storage")
                .global("torch", type)
                .text(key)
                .text("cpu")
                .number(elements)
                .op("tQ");
    }

    /** A float tensor of a storage of so many zeros. */
    Pickle tensor(int storageElements, int offset, int[] sizes, int[] strides) {
        String key = Integer.toString(storages.size());
        storages.put(key, new byte[4 * storageElements]);
        return global("torch._utils", "_rebuild_tensor_v2")
                .op("(")
                .storage("FloatStorage", key, storageElements)
                .number(offset)
                .tuple(sizes)
                .tuple(strides)
                .raw(0x89)
                .op("}tR");
    }

    /** A float tensor of so many zeros. */
    Pickle tensor(int elements) {
        return tensor(elements, 0, new int[] {elements}, new int[] {1});
    }

    Pickle bytesOfStorage(String key, byte... content) {
        storages.put(key, content);
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    /** The archive that torch.save writes around such a pickle, with further entries. */
    byte[] zipped(Path directory, String... entries) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("archive/data.pkl", toBytes());
        storages.forEach((key, content) -> contents.put("archive/data/" + key, content));
        for (int i = 0; i < entries.length; i += 2) {
            contents.put(entries[i], entries[i + 1].getBytes(StandardCharsets.ISO_8859_1));
        }
        Path file = directory.resolve("pickle.zip");
        ZipWriter.write(file, contents.keySet(), name -> List.of(ByteBuffer.wrap(contents.get(name))));
        return Files.readAllBytes(file);
    }
}
