package dev.convoy.state.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.convoy.state.MalformedFileException;
import dev.convoy.state.Mutations;
import dev.convoy.state.Tinynet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrowFileFuzzTest {

    private static final int FILES = Integer.getInteger("convoy.fuzz.files", 1000);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"file", "stream"})
    void aDamagedFileIsReadOrRefusedAndNothingElse(String form) throws IOException {
        long seed = System.nanoTime();
        System.out.println("ArrowFileFuzzTest " + form + " seed " + seed);
        Random random = new Random(seed);
        Path path = directory.resolve("x");
        ArrowFile.write(path, Tinynet.expected());
        byte[] file = Files.readAllBytes(path);
        int footer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 10) + 10;
        boolean stream = form.equals("stream");
        byte[] original = stream ? Arrays.copyOfRange(file, 8, file.length - footer) : file;
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] damaged = stream
                    ? Mutations.mutate(original, 12_000, random)
                    : Mutations.mutateBothEnds(original, 12_000, footer, random);
            try {
                assertThat(ArrowFile.read("damaged", damaged)).isNotNull();
            } catch (MalformedFileException expected) {
                assertThat(expected).hasMessageStartingWith("damaged: ");
                refused++;
            } catch (RuntimeException | Error wrong) {
                fail("file " + i + " of seed " + seed, wrong);
            }
        }
        System.out.println("ArrowFileFuzzTest " + form + " refused " + refused + " of " + FILES);
        assertThat(refused).isBetween(1, FILES - 1);
    }
}
