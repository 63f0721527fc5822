package dev.convoy.state.npy;

import dev.convoy.state.Fuzz;
import dev.convoy.state.Mutations;
import dev.convoy.state.Tinynet;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFuzzTest {

    @ParameterizedTest
    @ValueSource(strings = {"state_dict.npz", "state_dict_compressed.npz"})
    void aDamagedFileIsReadOrRefusedAndNothingElse(String file) throws IOException {
        byte[] original = Tinynet.bytes(file);
        Fuzz.reader(file, random -> Mutations.mutateBothEnds(original, 1500, 4000, random), Npz::read);
    }
}
