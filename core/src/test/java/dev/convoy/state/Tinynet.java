package dev.convoy.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.state.safetensors.Safetensors;
import java.io.IOException;
import java.io.InputStream;

/** The weights of one small network, which PyTorch and NumPy saved in many forms. */
public final class Tinynet {

    private Tinynet() {}

    /** The bytes of one of its files. */
    public static byte[] bytes(String file) throws IOException {
        try (InputStream stream = Tinynet.class.getResourceAsStream("/fixtures/tinynet/" + file)) {
            return stream.readAllBytes();
        }
    }

    /** The weights as the safetensors library saved them. */
    public static StateDict expected() throws IOException {
        return Safetensors.read("state_dict.safetensors", bytes("state_dict.safetensors"));
    }

    /** Holds if names, types, shapes and bytes are those expected, and the names in the order of the network. */
    public static void assertSame(StateDict state) throws IOException {
        StateDict expected = expected();
        assertInOrder(state);
        expected.entries().forEach((name, entry) -> {
            assertThat(state.entry(name)).as(name).hasToString(entry.toString());
            assertThat(state.entry(name).bytes()).as(name).isEqualTo(entry.bytes());
        });
        assertThat(state.entry("bn1.num_batches_tracked").dtype()).isEqualTo(DType.I64);
    }

    /** Holds if the names are those expected, in the order of the network. */
    public static void assertInOrder(StateDict state) throws IOException {
        assertThat(state.names()).containsExactlyInAnyOrderElementsOf(expected().names());
        assertThat(state.names())
                .startsWith(
                        "conv1.weight",
                        "bn1.weight",
                        "bn1.bias",
                        "bn1.running_mean",
                        "bn1.running_var",
                        "bn1.num_batches_tracked",
                        "layer1.0.conv1.weight")
                .endsWith("layer2.0.downsample.1.num_batches_tracked", "fc.weight", "fc.bias");
    }
}
