package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.Model;
import dev.convoy.jobs.Samples;
import dev.convoy.nn.Precision;
import dev.convoy.state.npy.Npy;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallCommandsTest {

    @TempDir
    private Path directory;

    @Test
    void runWritesALayersOutput() throws Exception {
        Tensor input = ramp(Shape.of(2, 3, 9, 11));
        Npy.write(directory.resolve("x.npy"), input);
        Path output = directory.resolve("y.npy");
        Command run = run("x.npy", output, "--layer", "relu2");
        assertThat(run).isEqualTo(new Command(0, "", ""));
        Tensor expected = Model.load(Samples.model()).cut("relu2").forward(input);
        assertThat(Npy.read(output).sameBits(expected)).isTrue();

        assertThat(run("x.npy", output).code()).isZero();
        assertThat(Npy.read(output).shape()).isEqualTo(Shape.of(2, 32, 2, 2));
    }

    @Test
    void runWritesTheSameBitsOnEveryNumberOfThreads() throws Exception {
        Tensor input = ramp(Shape.of(5, 3, 64, 64));
        Npy.write(directory.resolve("x.npy"), input);
        Path output = directory.resolve("y.npy");
        Tensor expected = Model.load(Samples.model()).forward(input);
        for (int threads = 1; threads <= 3; threads++) {
            assertThat(run("x.npy", output, "--threads", Integer.toString(threads)))
                    .isEqualTo(new Command(0, "", ""));
            assertThat(Npy.read(output).sameBits(expected))
                    .as("%d threads", threads)
                    .isTrue();
        }
        assertThat(run("x.npy", output, "--precision", "strict").code()).isZero();
        Tensor strict = Model.load(Samples.model()).precision(Precision.STRICT).forward(input);
        assertThat(Npy.read(output).sameBits(strict)).isTrue();
        assertThat(run("x.npy", output, "--threads", "0"))
                .isEqualTo(new Command(
                        2, "", "convoy run: --threads: expected a whole number of 1 or more, but it is '0'\n"));
        Command precision = run("x.npy", output, "--precision", "exact");
        assertThat(precision.err())
                .startsWith("convoy run: ")
                .contains("--precision", "expected fast or strict, but it is 'exact'");
        assertThat(precision.code()).isEqualTo(2);
    }

    @Test
    void benchTellsWhatEachStepTakes() {
        Command bench = Command.run(
                "bench",
                "--model",
                Samples.model(),
                "--input-shape",
                "3,20,24",
                "--batch",
                "3",
                "--threads",
                "2",
                "--runs",
                "2");
        bench.requireDone();
        assertThat(bench.out())
                .startsWith("layers ")
                .containsPattern("\nconv1 \\+ relu1 +\\S.* +\\[16, 20, 24] +[0-9.]+ +[0-9.]+ +[0-9]+ %\n")
                .containsPattern("\nbatch +\\[3, 3, 20, 24], on 2 threads\n")
                .containsPattern("\nruns +2\n")
                .containsPattern("\nimages per second +[0-9.,]+\n")
                .containsPattern("\nkernel +Vector API");
    }

    @Test
    void benchRefusesWhatItCannotMeasure() {
        Object[][] wrong = {
            {"--batch", "0", "--batch: expected a whole number of 1 or more, but it is '0'"},
            {"--layers", "conv9", "two-layers: there is no layer 'conv9'"},
            {"--seconds", "x", "Invalid value for option '--seconds'"},
        };
        for (Object[] each : wrong) {
            Command bench =
                    Command.run("bench", "--model", Samples.model(), "--input-shape", "3,9,9", each[0], each[1]);
            assertThat(bench.err()).contains(each[2].toString()).matches("convoy bench: [^\n]*\n");
            assertThat(bench.code()).isEqualTo(2);
        }
        Command channels = Command.run("bench", "--model", Samples.model(), "--input-shape", "4,9,9");
        assertThat(channels.err()).startsWith("convoy bench: conv1 (Conv2d) ").contains("[8, 4, 9, 9]");
        assertThat(channels.code()).isEqualTo(2);
        Command both = Command.run("bench", "--model", "resnet18", "--seconds", "1", "--runs", "1");
        assertThat(both.err()).startsWith("convoy bench: ").contains("mutually exclusive");
        assertThat(both.code()).isEqualTo(2);
        assertThat(Command.run("bench", "--model", Samples.model()))
                .isEqualTo(new Command(
                        2,
                        "",
                        "convoy bench: missing required option --input-shape C,H,W: two-layers does not tell the size of"
                                + " its images\n"));
    }

    @Test
    void runRefusesWhatItCannotRun() throws Exception {
        Npy.write(directory.resolve("four.npy"), ramp(Shape.of(1, 4, 9, 9)));
        Files.writeString(directory.resolve("text.npy"), "no tensor");
        Path output = directory.resolve("y.npy");
        Command channels = run("four.npy", output);
        assertThat(channels.err()).startsWith("convoy run: conv1 (Conv2d) ").contains("[1, 4, 9, 9]");
        assertThat(channels.code()).isEqualTo(2);
        Command text = run("text.npy", output);
        assertThat(text.err())
                .startsWith("convoy run: " + directory.resolve("text.npy"))
                .endsWith("\n");
        assertThat(text.code()).isEqualTo(2);
        Command missing = run("none.npy", output);
        assertThat(missing.err())
                .startsWith("convoy run: " + directory.resolve("none.npy") + ": there is no such file");
        assertThat(missing.code()).isEqualTo(2);
        Npy.write(directory.resolve("x.npy"), ramp(Shape.of(1, 3, 9, 9)));
        Command layer = run("x.npy", output, "--layer", "conv9");
        assertThat(layer.err()).startsWith("convoy run: ").contains("conv9");
        assertThat(layer.code()).isEqualTo(2);
        Command place = run("x.npy", directory.resolve("no/such/y.npy"));
        assertThat(place.err())
                .isEqualTo("convoy run: " + directory.resolve("no/such/y.npy")
                        + ": expected a directory to write it in, but there is no " + directory.resolve("no/such")
                        + "\n");
        assertThat(place.code()).isEqualTo(2);
        assertThat(output).doesNotExist();
    }

    @Test
    void initDrawsTheSampleModelsWeightsFromSeedZero() throws Exception {
        Path output = directory.resolve("w.safetensors");
        Command run = Command.run("init", "--model", Samples.model(), "--seed", "0", "--output", output);
        assertThat(run).isEqualTo(new Command(0, "", ""));
        Path description = Files.copy(Samples.model(), directory.resolve("two-layers.conf"));
        Files.copy(output, directory.resolve("two-layers.safetensors"));
        Tensor input = ramp(Shape.of(1, 3, 16, 16));
        assertThat(Model.load(description)
                        .forward(input)
                        .sameBits(Model.load(Samples.model()).forward(input)))
                .isTrue();
        assertThat(Command.run("init", "--model", Samples.model(), "--seed", "x", "--output", output)
                        .code())
                .isEqualTo(2);
    }

    @Test
    void summaryListsLayersAndTotals() {
        Command run = Command.run("summary", "--model", Samples.model(), "--input-shape", "1,3,32,32");
        run.requireDone();
        assertThat(run.out())
                .containsPattern("conv2 +Conv2d +\\[1, 32, 16, 16] +4,640 +1,179,648\n")
                .containsPattern("total .* 5,088 +1,622,016\n");
        Command channels = Command.run("summary", "--model", Samples.model(), "--input-shape", "1,4,32,32");
        assertThat(channels.err()).startsWith("convoy summary: conv1 (Conv2d) ");
        assertThat(channels.code()).isEqualTo(2);
        Command negative = Command.run("summary", "--model", Samples.model(), "--input-shape", "1,3,-2,32");
        assertThat(negative.err())
                .isEqualTo("convoy summary: a shape's sizes are 0 or more, but this one is [1, 3, -2, 32]\n");
        assertThat(negative.code()).isEqualTo(2);
    }

    @Test
    void helpAndVersionAreThere() {
        assertThat(Command.run("--version").out()).matches("convoy \\S+ \\(Spark 4\\.2\\.0, Java \\S+\\)\n");
        Command help = Command.run("extract", "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out().replaceAll("\\s+", " "))
                .contains("--max-failed-fraction=F", "--conf=FILE", "Default: PERMISSIVE.");
    }

    private Command run(String input, Path output, String... more) {
        Object[] words = new Object[7 + more.length];
        Object[] first = {"run", "--model", Samples.model(), "--input", directory.resolve(input), "--output", output};
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(more, 0, words, first.length, more.length);
        return Command.run(words);
    }

    private static Tensor ramp(Shape shape) {
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 31 - 15) / 7f;
        }
        return Tensor.of(shape, values);
    }
}
