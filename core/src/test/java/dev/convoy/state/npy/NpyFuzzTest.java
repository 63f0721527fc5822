package dev.convoy.state.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.convoy.state.MalformedFileException;
import dev.convoy.state.Mutations;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NpyFuzzTest {

    private static final int FILES = 1000;

    @Test
    void aDamagedFileIsReadOrRefusedAndNothingElse() throws IOException {
        long seed = System.nanoTime();
        System.out.println("NpyFuzzTest seed " + seed);
        Random random = new Random(seed);
        byte[] original;
        try (InputStream stream = getClass().getResourceAsStream("/fixtures/tinynet/input_fortran.npy")) {
            original = stream.readAllBytes();
        }
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] damaged = Mutations.mutate(original, 128, random);
            try {
                assertThat(Npy.read("damaged", damaged)).isNotNull();
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
