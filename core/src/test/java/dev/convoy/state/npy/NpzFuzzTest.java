package dev.convoy.state.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.convoy.state.MalformedFileException;
import dev.convoy.state.Mutations;
import dev.convoy.state.Tinynet;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFuzzTest {

    private static final int FILES = Integer.getInteger("convoy.fuzz.files", 1000);

    @ParameterizedTest
    @ValueSource(strings = {"state_dict.npz", "state_dict_compressed.npz"})
    void aDamagedFileIsReadOrRefusedAndNothingElse(String file) throws IOException {
        long seed = System.nanoTime();
        System.out.println("NpzFuzzTest " + file + " seed " + seed);
        Random random = new Random(seed);
        byte[] original = Tinynet.bytes(file);
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] damaged = Mutations.mutateBothEnds(original, 1500, 4000, random);
            try {
                assertThat(Npz.read("damaged", damaged)).isNotNull();
            } catch (MalformedFileException expected) {
                assertThat(expected).hasMessageStartingWith("damaged");
                refused++;
            } catch (RuntimeException | Error wrong) {
                fail("file " + i + " of seed " + seed, wrong);
            }
        }
        assertThat(refused).isBetween(1, FILES - 1);
    }
}
