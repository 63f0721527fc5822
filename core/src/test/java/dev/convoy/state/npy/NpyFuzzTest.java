package dev.convoy.state.npy;

import dev.convoy.state.Fuzz;
import dev.convoy.state.Mutations;
import dev.convoy.state.Tinynet;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class NpyFuzzTest {

    @Test
    void aDamagedFileIsReadOrRefusedAndNothingElse() throws IOException {
        byte[] original = Tinynet.bytes("input_fortran.npy");
        Fuzz.reader("npy", random -> Mutations.mutate(original, 128, random), Npy::read);
    }
}
