package dev.convoy.state.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.state.Fuzz;
import dev.convoy.state.Mutations;
import dev.convoy.state.Tinynet;
import dev.convoy.tensor.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class NpyFuzzTest {

    @Test
    void aDamagedFileReadInPartsIsToo() throws IOException {
        byte[] original = Tinynet.bytes("input.npy");
        Fuzz.reader("npy in parts", random -> Mutations.mutate(original, 128, random), (name, bytes) -> {
            try (NpyStream stream = NpyStream.open(name, new ByteArrayInputStream(bytes), bytes.length)) {
                Shape shape = stream.shape();
                Shape part = shape.rank() == 0 ? shape : shape.slice(1, shape.rank());
                for (int i = 0; shape.rank() > 0 && part.elements() > 0 && i < shape.size(0); i++) {
                    assertThat(stream.next(part).shape()).isEqualTo(part);
                }
                return part;
            }
        });
    }

    @Test
    void aDamagedFileIsReadOrRefusedAndNothingElse() throws IOException {
        byte[] original = Tinynet.bytes("input_fortran.npy");
        Fuzz.reader("npy", random -> Mutations.mutate(original, 128, random), Npy::read);
    }
}
