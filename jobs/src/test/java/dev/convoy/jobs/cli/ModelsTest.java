package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.Model;
import dev.convoy.image.ImageDecoder;
import dev.convoy.image.Preprocessing;
import dev.convoy.image.RgbImage;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.state.StateDict;
import dev.convoy.state.file.StateDictFile;
import dev.convoy.state.npy.Npy;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with models as their owners have them: ONNX files, architectures, weights of every format. */
class ModelsTest extends SparkSuite {

    private static final Path TINYNET = Path.of("../core/src/test/resources/fixtures/tinynet");

    @TempDir
    private Path directory;

    @Test
    void extractTakesAnOnnxFileWithTensorsBesideItAndCutsAtModules() throws Exception {
        Samples.images(directory.resolve("images"), 3);
        Path model = TINYNET.resolve("model_external_data.onnx");
        Command run = Command.run(
                "extract",
                "--input",
                directory.resolve("images"),
                "--model",
                model,
                "--layers",
                "layer1,layer2.0",
                "--crop",
                "32",
                "--output",
                directory.resolve("out"));
        run.requireDone();
        Model cut = Model.load(model.toString(), Optional.empty()).cut("layer1", "layer2.0");
        expectFeatures(cut, Map.of("layer1", "layer1", "layer2_0", "layer2.0"));
    }

    @Test
    void extractTakesAnArchitectureWithWeights() throws Exception {
        Samples.images(directory.resolve("images"), 2);
        Path weights = directory.resolve("weights.safetensors");
        assertThat(Command.run("init", "--model", "squeezenet1_1", "--seed", "0", "--output", weights))
                .isEqualTo(new Command(0, "", ""));
        Command run = Command.run(
                "extract",
                "--input",
                directory.resolve("images"),
                "--model",
                "squeezenet1_1",
                "--weights",
                weights,
                "--layers",
                "features.2",
                "--crop",
                "32",
                "--output",
                directory.resolve("out"));
        run.requireDone();
        Model cut = Model.load("squeezenet1_1", Optional.of(weights)).cut("features.2");
        expectFeatures(cut, Map.of("features_2", "features.2"));
    }

    /** Every row's columns have the bits that the model gives for the row's image. */
    private void expectFeatures(Model model, Map<String, String> layerOfColumn) throws Exception {
        List<Row> rows = Outputs.ok(spark(), directory.resolve("out"));
        assertThat(rows).isNotEmpty();
        for (Row row : rows) {
            RgbImage image = new ImageDecoder().decode(Files.readAllBytes(Outputs.file(row)));
            float[] pixels = new float[3 * 32 * 32];
            Preprocessing.none().centerCrop(32).apply(image, pixels, 0);
            Map<String, Tensor> expected = model.outputs(Tensor.of(Shape.of(1, 3, 32, 32), pixels));
            layerOfColumn.forEach((column, layer) -> {
                Tensor output = expected.get(layer);
                List<Float> values = row.getList(row.fieldIndex(column));
                assertThat(Outputs.tensor(values, output.shape()).sameBits(output))
                        .as("%s of %s", column, row.<String>getAs("path"))
                        .isTrue();
            });
        }
    }

    @Test
    void runWritesSeveralLayersByName() throws Exception {
        Path model = TINYNET.resolve("model_legacy_export.onnx");
        Path input = TINYNET.resolve("input.npy");
        Path output = directory.resolve("y.npz");
        assertThat(Command.run("run", "--model", model, "--input", input, "--output", output, "--layers", "layer1,fc"))
                .isEqualTo(new Command(0, "", ""));
        StateDict written = StateDictFile.read(output);
        assertThat(written.names()).containsExactly("layer1", "fc");
        Tensor expected = Model.load(model.toString(), Optional.empty()).forward(Npy.read(input));
        assertThat(written.tensor("fc").sameBits(expected)).isTrue();

        Path single = directory.resolve("y.npy");
        assertThat(Command.run("run", "--model", model, "--input", input, "--output", single, "--layers", "layer1,fc"))
                .isEqualTo(new Command(
                        2,
                        "",
                        "convoy run: " + single + ": expected an .npz, which holds the outputs of 2 layers by name\n"));
    }

    @Test
    void convertReadsEveryFormatAndRunsNothing() throws Exception {
        Path output = directory.resolve("w.safetensors");
        StateDict expected = StateDictFile.read(TINYNET.resolve("state_dict.safetensors"));
        for (String file : List.of("state_dict.pth", "state_dict_legacy.pth", "state_dict.npz")) {
            Command run = Command.run("convert", "--input", TINYNET.resolve(file), "--output", output);
            assertThat(run).as(file).isEqualTo(new Command(0, output + ": 38 tensors\n", ""));
            StateDict converted = StateDictFile.read(output);
            expected.names()
                    .forEach(name -> assertThat(converted.tensor(name).sameBits(expected.tensor(name)))
                            .as("%s of %s", name, file)
                            .isTrue());
        }
        Command onnx =
                Command.run("convert", "--input", TINYNET.resolve("model_external_data.onnx"), "--output", output);
        assertThat(onnx.code()).isZero();
        assertThat(StateDictFile.read(output).names()).contains("conv1.weight");

        Path arrow = directory.resolve("w.arrow");
        assertThat(Command.run("convert", "--input", TINYNET.resolve("state_dict_views.pth"), "--output", arrow)
                        .code())
                .isZero();
        assertThat(Command.run("convert", "--input", arrow, "--output", output).code())
                .isZero();
        assertThat(StateDictFile.read(output).tensor("fc.weight").sameBits(expected.tensor("fc.weight")))
                .isTrue();

        Path checkpoint = TINYNET.resolve("checkpoint_dataparallel.pth");
        assertThat(Command.run("convert", "--input", checkpoint, "--key", "state_dict", "--output", output)
                        .code())
                .isZero();
        assertThat(StateDictFile.read(output).names()).contains("fc.weight");
        Command wrongKey = Command.run("convert", "--input", checkpoint, "--key", "ema", "--output", output);
        assertThat(wrongKey.err()).startsWith("convoy convert: " + checkpoint).contains("'ema'");
        assertThat(wrongKey.code()).isEqualTo(2);

        Command malicious =
                Command.run("convert", "--input", TINYNET.resolve("malicious_must_be_refused.pth"), "--output", output);
        assertThat(malicious.err()).contains("'posix.system'").contains("Nothing in it was run");
        assertThat(malicious.code()).isEqualTo(2);
        Path other = directory.resolve("w.pth");
        assertThat(Command.run("convert", "--input", TINYNET.resolve("state_dict.pth"), "--output", other)
                        .err())
                .isEqualTo("convoy convert: " + other + ": expected a name that ends in .arrow, .npz, .safetensors,"
                        + " .safetensors.index.json\n");
    }

    @Test
    void summaryKnowsTheSizeThatAnArchitectureWasMadeFor() {
        Command summary = Command.run("summary", "--model", "resnet18", "--layers", "layer1");
        assertThat(summary.code()).isZero();
        assertThat(summary.out())
                .containsPattern("layer1\\.1\\.relu +ReLU +\\[1, 64, 56, 56] +0 +0  layer1\\.1, layer1\n");
        assertThat(Command.run("summary", "--model", Samples.model()))
                .isEqualTo(new Command(
                        2,
                        "",
                        "convoy summary: missing required option --input-shape N,C,H,W: two-layers does not tell the"
                                + " size of its images\n"));
        assertThat(Command.run("summary", "--model", "resnet19").err())
                .startsWith(
                        "convoy summary: resnet19: there is no such file, and there is no architecture 'resnet19'; ");
    }
}
