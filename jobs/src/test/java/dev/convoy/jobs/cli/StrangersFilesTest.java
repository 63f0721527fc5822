package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.state.StateDict;
import dev.convoy.state.npy.Npy;
import dev.convoy.state.safetensors.Safetensors;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with models and images that others have made, in good faith or not. */
class StrangersFilesTest extends SparkSuite {

    private static final Path ONNX = Path.of("../core/src/test/resources/fixtures/onnx");
    private static final String HOSTILE = "x\u001b[2J\ny\u202e";
    private static final String SHOWN = "x\\u001b[2J\\u000ay\\u202e";

    @TempDir
    private Path directory;

    @Test
    void aNetworkThatMixesImagesIsRunButNotOverACollection() throws Exception {
        Path model = ONNX.resolve("max_pair.onnx");
        Path input = ONNX.resolve("max_pair_x.npy");
        Path output = directory.resolve("out");
        String refusal = "max_pair: b (slice) takes images of the batch by their place; ";
        for (String command : List.of("extract", "plan")) {
            Command run = Command.run(
                    command, "--input", input, "--input-format", "npy", "--model", model, "--output", output);
            assertThat(run.err()).startsWith("convoy " + command + ": " + refusal);
            assertThat(run.code()).isEqualTo(2);
        }
        assertThat(output).doesNotExist();
        Command bench = Command.run("bench", "--model", model, "--input-shape", "3,4,4", "--runs", "1");
        assertThat(bench.err()).startsWith("convoy bench: " + refusal);
        assertThat(bench.code()).isEqualTo(2);

        Path images = Files.createDirectory(directory.resolve("images"));
        Samples.draw(images.resolve("image.png"), "png", 60, 50);
        Path other = directory.resolve("other.conf");
        Files.writeString(other, "weights = w.safetensors\nlayers = [ { name = y, type = ReLU } ]");
        Safetensors.write(
                directory.resolve("w.safetensors"), StateDict.builder().build());
        Command extract = Command.run("extract", "--input", images, "--model", other, "--output", output);
        assertThat(extract.code()).isZero();
        Command verify = Command.run("verify", "--output", output, "--model", model);
        assertThat(verify.err()).startsWith("convoy verify: " + refusal);
        assertThat(verify.code()).isEqualTo(2);

        for (String name : List.of("max_pair", "slice0_2")) {
            Path y = directory.resolve(name + ".npy");
            Path x = ONNX.resolve(name + "_x.npy");
            assertThat(Command.run("run", "--model", ONNX.resolve(name + ".onnx"), "--input", x, "--output", y))
                    .isEqualTo(new Command(0, "", ""));
            assertThat(Npy.read(y).sameBits(Npy.read(ONNX.resolve(name + "_ref.npy"))))
                    .isTrue();
        }
    }

    @Test
    void aDescriptionReadsNothingButItself() throws Exception {
        Path description = directory.resolve("net.conf");
        Files.writeString(description, "layers = [ { name = ${PATH}, type = ReLU } ]");
        Command environment = Command.run("summary", "--model", description, "--input-shape", "1,3,4,4");
        assertThat(environment)
                .isEqualTo(new Command(
                        2,
                        "",
                        "convoy summary: " + description + ": substitutes ${PATH}, which is no key of the description;"
                                + " a description reads no environment and no system properties: write the value in its"
                                + " place\n"));
        Files.writeString(description, "include \"/etc/hostname\"\nlayers = [ { type = ReLU } ]");
        Command extract = Command.run(
                "extract", "--input", directory, "--model", description, "--output", directory.resolve("out"));
        assertThat(extract.err()).startsWith("convoy extract: " + description + ": includes '/etc/hostname', but");
        assertThat(extract.code()).isEqualTo(2);
    }

    @Test
    void namesThatCommandATerminalAreShownAsTheirCodes() throws Exception {
        Path images = Files.createDirectory(directory.resolve("images"));
        Samples.draw(images.resolve("good.png"), "png", 60, 50);
        Files.writeString(images.resolve(HOSTILE + ".jpg"), "no image");
        Path output = directory.resolve("out");
        Command run = Command.extract(images, output);
        assertThat(run.out()).contains("/images/" + SHOWN + ".jpg: decode: ");
        harmless(run.out());
        Row failed = Outputs.failed(spark(), output).get(0);
        assertThat(failed.<String>getAs("path")).endsWith("/images/" + HOSTILE + ".jpg");

        Command failFast = Command.extract(images, directory.resolve("other"), "--mode", "FAILFAST");
        assertThat(failFast.err()).startsWith("convoy extract: ").contains("/images/" + SHOWN + ".jpg: decode: ");
        oneLine(failFast.err());

        Files.delete(images.resolve(HOSTILE + ".jpg"));
        Command verify = Command.run("verify", "--output", output);
        assertThat(verify.out()).contains("missing images").contains("/images/" + SHOWN + ".jpg");
        harmless(verify.out());
    }

    @Test
    void layersAndKeysThatCommandATerminalAreShownAsTheirCodes() throws Exception {
        Path model = directory.resolve(HOSTILE + ".conf");
        Files.writeString(
                model,
                "weights = w.safetensors\nlayers = [ { name = \"x\\u001b[2J\\ny\\u202e\", type = Conv2d,"
                        + " in_channels = 3, out_channels = 2, kernel_size = 1, bias = false } ]");
        StateDict weights = StateDict.builder()
                .put(HOSTILE + ".weight", Tensor.zeros(Shape.of(2, 3, 1, 1)))
                .build();
        Safetensors.write(directory.resolve("w.safetensors"), weights);
        Command summary = Command.run("summary", "--model", model, "--input-shape", "1,3,4,4");
        assertThat(summary.out()).contains("\n" + SHOWN + " ");
        harmless(summary.out());
        Command bench = Command.run("bench", "--model", model, "--input-shape", "3,4,4", "--runs", "1");
        assertThat(bench.out()).contains(SHOWN);
        harmless(bench.out());

        Command mismatch = Command.run("bench", "--model", model, "--input-shape", "5,4,4");
        assertThat(mismatch.err()).startsWith("convoy bench: " + SHOWN + " (Conv2d) expects 3 input channels");
        oneLine(mismatch.err());
        Safetensors.write(
                directory.resolve("w.safetensors"),
                StateDict.builder().put(HOSTILE, Tensor.zeros(Shape.of(2))).build());
        Command extract =
                Command.run("extract", "--input", directory, "--model", model, "--output", directory.resolve("out"));
        assertThat(extract.err()).contains("'" + SHOWN + ".weight' [2, 3, 1, 1] is missing; '" + SHOWN + "' [2]");
        oneLine(extract.err());
    }

    private static void harmless(String text) {
        assertThat(text).doesNotContain("\u001b", "\u202e", "[2J\n");
    }

    private static void oneLine(String text) {
        harmless(text);
        assertThat(text.lines()).hasSize(1);
    }
}
