package dev.convoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.state.MalformedFileException;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Generator;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a description that came from a stranger cannot do. */
class StrangersDescriptionTest {

    private static final String LAYERS =
            "layers = [{ name = c, type = Conv2d, in_channels = 3, out_channels = 2, kernel_size = 1 }]\n";

    @TempDir
    private Path directory;

    private Path folder;
    private Path file;

    @BeforeEach
    void place() throws IOException {
        folder = Files.createDirectory(directory.resolve("model"));
        file = folder.resolve("net.conf");
    }

    @Test
    void nothingIsIncluded() throws IOException {
        Path other = Files.writeString(folder.resolve("other.conf"), LAYERS);
        URI address = other.toUri();
        refused("include \"other.conf\"", "includes 'other.conf', but a description includes nothing");
        refused("include \"missing\"", "includes 'missing', but");
        refused("include file(\"" + other + "\")", "includes '" + other + "', but");
        refused(
                "include url(\"" + address + "\")",
                "includes '" + address.toString().replace("///", "/") + "', but");
        refused("include classpath(\"reference.conf\")", "includes 'reference.conf', but");
        refused("include required(file(\"" + other + "\"))", "includes '" + other + "', but");
        refused(LAYERS + "inner { include \"other.conf\" }", "includes 'other.conf', but");
    }

    @Test
    void neitherTheEnvironmentNorPropertiesAreRead() throws IOException {
        String why =
                ", which is no key of the description; a description reads no environment and no system properties";
        refused("weights = ${PATH}\n" + LAYERS, "substitutes ${PATH}" + why);
        refused("weights = ${?PATH}\n" + LAYERS, "substitutes ${PATH}" + why);
        refused("weights = ${java.version}\n" + LAYERS, "substitutes ${java.version}" + why);
        refused("layers = [{ type = ${MISSING} }]", "substitutes ${MISSING}" + why);
    }

    @Test
    void aKeyOfItsOwnIsSubstituted() throws IOException {
        Files.writeString(file, "layers = [${c}]\nc = { name = first, type = ReLU }");
        assertThatThrownBy(() -> Model.describe(file.toString())).hasMessageContaining("has no argument 'c'");
        Files.writeString(
                file, "layers = [{ name = a, type = ReLU }, { name = b, type = ${weights} }]\nweights = ReLU");
        assertThat(Model.describe(file.toString()).layers()).containsExactly("a", "b");
    }

    @Test
    void itsWeightsLieInOrBelowItsFolder() throws IOException {
        weights(folder.resolve("w.safetensors"));
        weights(Files.createDirectory(folder.resolve("below")).resolve("w.safetensors"));
        for (String named : new String[] {"w.safetensors", "below/w.safetensors", "below/../w.safetensors"}) {
            assertThat(loaded(named).layers()).as(named).containsExactly("c");
        }
        assertThat(loaded(folder.resolve("w.safetensors").toString()).layers()).containsExactly("c");

        Path link = Files.createSymbolicLink(directory.resolve("link"), folder);
        assertThat(Model.load(link.resolve("net.conf")).layers()).containsExactly("c");
    }

    @Test
    void weightsElsewhereAreRefusedWhateverLeadsThere() throws IOException {
        Path outside = weights(directory.resolve("outside.safetensors"));
        Files.createSymbolicLink(folder.resolve("link.safetensors"), outside);
        Files.createSymbolicLink(folder.resolve("up"), directory);
        for (String named : new String[] {
            "../outside.safetensors",
            outside.toString(),
            "link.safetensors",
            "up/outside.safetensors",
            "../missing.safetensors",
            "/missing.safetensors"
        }) {
            assertThatThrownBy(() -> loaded(named))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(file + ": names its weights '" + named + "', which lie outside of its folder; a"
                            + " description names files in or below its folder alone: put them there, or name the file"
                            + " of weights yourself");
        }
        assertThat(Model.load(file.toString(), Optional.of(outside)).layers()).containsExactly("c");
    }

    @Test
    void whatIsNoDescriptionIsSaidToBeNone() throws IOException {
        Files.write(file, "layers = é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Model.describe(file.toString()))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage(file + ": this is no model's description, which is a text in UTF-8");
        refused("layers = " + "[".repeat(1 << 20), ": not a model's description: it is nested too deeply");
        Files.writeString(file, "#".repeat(17 << 20));
        assertThatThrownBy(() -> Model.describe(file.toString()))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("has 17825792 bytes; a description has at most 16777216");
    }

    private Model loaded(String weights) throws IOException {
        Files.writeString(file, "weights = \"" + weights + "\"\n" + LAYERS);
        return Model.load(file);
    }

    private Path weights(Path place) throws IOException {
        Files.writeString(file, LAYERS);
        Safetensors.write(
                place,
                Model.describe(file.toString())
                        .initialised(Generator.manualSeed(0))
                        .stateDict());
        return place;
    }

    private void refused(String text, String message) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(() -> Model.describe(file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
