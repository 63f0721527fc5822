package dev.convoy.state.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.MalformedFileException;
import dev.convoy.state.StateDict;
import dev.convoy.state.Tinynet;
import dev.convoy.state.arrow.ArrowFile;
import dev.convoy.state.npy.Npz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDictFileTest {

    @TempDir
    Path directory;

    @Test
    void theContentTellsTheFormatWhateverTheName() throws IOException {
        for (String name : new String[] {
            "state_dict.pth",
            "state_dict_legacy.pth",
            "checkpoint_dataparallel.pth",
            "state_dict.npz",
            "state_dict_compressed.npz"
        }) {
            Path file = Files.write(directory.resolve("weights.bin"), Tinynet.bytes(name));
            Tinynet.assertSame(StateDictFile.read(file));
            Tinynet.assertSame(StateDictFile.read(name, Tinynet.bytes(name)));
        }
        Path safetensors = Files.write(directory.resolve("weights.pth"), Tinynet.bytes("state_dict.safetensors"));
        assertThat(StateDictFile.read(safetensors).names())
                .isEqualTo(Tinynet.expected().names());
    }

    @Test
    void arrowsFileAndItsStreamAreToldByTheirMarks() throws IOException {
        Path file = directory.resolve("weights.pth");
        ArrowFile.write(file, Npz.read("x", Tinynet.bytes("state_dict.npz")));
        byte[] bytes = Files.readAllBytes(file);
        int footer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 10);
        byte[] stream = Arrays.copyOfRange(bytes, 8, bytes.length - 10 - footer);

        Tinynet.assertSame(StateDictFile.read(file));
        Tinynet.assertSame(StateDictFile.read("file", bytes));
        Tinynet.assertSame(StateDictFile.read("stream", stream));
    }

    @Test
    void anIndexOfShardsIsReadFromItsFolder() throws IOException {
        Files.write(directory.resolve("shard.safetensors"), Tinynet.bytes("state_dict.safetensors"));
        StringBuilder json = new StringBuilder("{\"weight_map\": {");
        for (String name : Tinynet.expected().names()) {
            json.append('"').append(name).append("\": \"shard.safetensors\",");
        }
        json.setCharAt(json.length() - 1, '}');
        Path index = Files.writeString(directory.resolve("index"), json.append('}'));

        StateDict state = StateDictFile.read(index);

        assertThat(state.names()).isEqualTo(Tinynet.expected().names());
        assertThatThrownBy(() -> StateDictFile.read("index", Files.readAllBytes(index)))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("this is an index of safetensors files, which can be read from its folder only");
    }

    @Test
    void unknownContentIsRefusedWithWhatItProbablyIs() throws IOException {
        assertRefused(new byte[0], "it has 0 bytes");
        assertRefused("<!DOCTYPE html>".getBytes(StandardCharsets.UTF_8), "this is probably a web page");
        assertRefused(
                "version https://git-lfs".getBytes(StandardCharsets.UTF_8), "fetch the file itself with 'git lfs");
        assertRefused("some other text".getBytes(StandardCharsets.UTF_8), "its content is unknown");
        assertRefused(Tinynet.bytes("input.npy"), "this is an npy file");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("word/document.xml"));
        }
        assertRefused(bytes.toByteArray(), "this is a zip archive, but neither one of torch.save");
    }

    private static void assertRefused(byte[] file, String message) {
        assertThatThrownBy(() -> StateDictFile.read("x", file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith("x: ")
                .hasMessageContaining(message);
    }
}
