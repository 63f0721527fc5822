package dev.convoy.state.arrow;

import dev.convoy.state.Fuzz;
import dev.convoy.state.Mutations;
import dev.convoy.state.Tinynet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrowFileFuzzTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"file", "stream"})
    void aDamagedFileIsReadOrRefusedAndNothingElse(String form) throws IOException {
        Path path = directory.resolve("x");
        ArrowFile.write(path, Tinynet.expected());
        byte[] file = Files.readAllBytes(path);
        int footer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 10) + 10;
        boolean stream = form.equals("stream");
        byte[] original = stream ? Arrays.copyOfRange(file, 8, file.length - footer) : file;
        Fuzz.reader(
                "arrow " + form,
                random -> stream
                        ? Mutations.mutate(original, 12_000, random)
                        : Mutations.mutateBothEnds(original, 12_000, footer, random),
                ArrowFile::read);
    }
}
