package dev.convoy.state.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.state.Fuzz;
import dev.convoy.state.Mutations;
import dev.convoy.state.StateDict;
import dev.convoy.state.Tinynet;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SafetensorsFuzzTest {

    @Test
    void aDamagedFileIsReadOrRefusedAndNothingElse() throws IOException {
        byte[] original = Tinynet.bytes("state_dict.safetensors");
        Fuzz.reader("safetensors", random -> Mutations.mutate(original, 4000, random), (name, bytes) -> {
            StateDict state = Safetensors.read(name, bytes);
            assertThat(Safetensors.read("again", Safetensors.toBytes(state)).names())
                    .hasSameSizeAs(state.names());
            return state;
        });
    }
}
