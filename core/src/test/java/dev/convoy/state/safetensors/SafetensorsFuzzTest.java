package dev.convoy.state.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.convoy.state.MalformedFileException;
import dev.convoy.state.Mutations;
import dev.convoy.state.StateDict;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SafetensorsFuzzTest {

    private static final int FILES = 1000;

    @Test
    void aDamagedFileIsReadOrRefusedAndNothingElse() throws IOException {
        long seed = System.nanoTime();
        System.out.println("SafetensorsFuzzTest seed " + seed);
        Random random = new Random(seed);
        byte[] original;
        try (InputStream stream = getClass().getResourceAsStream("/fixtures/tinynet/state_dict.safetensors")) {
            original = stream.readAllBytes();
        }
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] damaged = Mutations.mutate(original, 4000, random);
            try {
                StateDict state = Safetensors.read("damaged", damaged);
                assertThat(Safetensors.read("again", Safetensors.toBytes(state)).names())
                        .hasSameSizeAs(state.names());
            } catch (MalformedFileException expected) {
                assertThat(expected).hasMessageStartingWith("damaged: ");
                refused++;
            } catch (RuntimeException | Error wrong) {
                fail("file " + i + " of seed " + seed, wrong);
            }
        }
        assertThat(refused).isBetween(1, FILES - 1);
    }
}
