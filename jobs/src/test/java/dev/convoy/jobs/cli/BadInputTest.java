package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest extends SparkSuite {

    @TempDir
    private static Path directory;

    private Path images;
    private Path output;

    @BeforeAll
    void drawImages() throws Exception {
        images = Samples.images(directory.resolve("images"), 2);
        output = directory.resolve("out");
    }

    @Test
    void aMissingInput() {
        Path input = directory.resolve("nowhere");
        refused(
                Command.extract(input, output),
                input + ": expected a file, a directory or a glob of them as input, but there is none");
    }

    @Test
    void aPlaceThatNoFileSystemHas() {
        String missing = "No FileSystem for scheme \"nowhere\"";
        Command input =
                Command.run("extract", "--input", "nowhere://a/b", "--model", Samples.model(), "--output", output);
        refused(input, "nowhere://a/b: the input cannot be listed: " + missing);
        Command out =
                Command.run("extract", "--input", images, "--model", Samples.model(), "--output", "nowhere://a/b");
        refused(out, "nowhere://a/b: the output cannot be looked at: " + missing);
    }

    @Test
    void oneMissingInputOfSeveral() {
        Path glob = images.resolve("*.tif");
        refused(
                Command.extract(Path.of(images + "," + glob), output),
                glob + ": expected a file, a directory or a glob of them as input, but there is none");
    }

    @Test
    void anOptionThatTheInputFormatDoesNotHave() {
        refused(
                Command.extract(images, output, "--column", "image"),
                "--column is for tables (--input-format parquet, orc, arrow, …), but the input format is image");
        refused(
                Command.extract(images, output, "--input-format", "npy", "--carry-columns", "label"),
                "--carry-columns is for tables (--input-format parquet, orc, arrow, …, or tar),"
                        + " but the input format is npy");
        refused(
                Command.extract(images, output, "--input-format", "arrow", "--shape-column", "sizes"),
                "--shape-column is for tables (--input-format parquet, orc, …), but the input format is arrow");
        refused(
                Command.extract(images, output, "--input-format", "parquet", "--shape-column", "sizes"),
                "--shape-column is for the tensors of a column; say which one with --column NAME");
        refused(
                Command.extract(images, output, "--input-shape", "3,32,32"),
                "--input-shape is for tensors (--input-format npy, or a table's column of them),"
                        + " but the input format is image");
    }

    @Test
    void anInputWithoutFiles() throws Exception {
        Path input = Files.createDirectories(directory.resolve("empty/_hidden")).getParent();
        Files.createFile(input.resolve(".hidden"));
        refused(Command.extract(input, output), input + ": expected files as input, but there is no file in it");
    }

    @Test
    void anOutputThatExists() throws Exception {
        Path earlier = directory.resolve("earlier");
        assertThat(Command.extract(images, earlier).code()).isZero();
        refused(
                Command.extract(images, earlier),
                earlier + ": the output exists; say --overwrite to replace it, or --incremental to add to it");
        assertThat(Command.extract(images, earlier, "--overwrite").code()).isZero();
        assertThat(Command.extract(images, Files.createDirectories(directory.resolve("made")))
                        .code())
                .as("an empty directory")
                .isZero();
    }

    @Test
    void anOutputThatNoRunLeft() throws Exception {
        Path home = Files.createDirectories(directory.resolve("home"));
        Files.writeString(home.resolve("thesis.txt"), "years of work");
        refused(
                Command.extract(images, home, "--overwrite"),
                home + ": --overwrite replaces what an earlier run left, but 'thesis.txt' is there,"
                        + " which no run leaves");
        refused(
                Command.extract(images, home, "--incremental"),
                home + ": --incremental adds to what an earlier run left, but 'thesis.txt' is there,"
                        + " which no run leaves");
        assertThat(home.resolve("thesis.txt")).exists();
        Path file = home.resolve("thesis.txt");
        refused(Command.extract(images, file), file + ": expected a directory as output, but it is a file");
    }

    @Test
    void anOutputThatHoldsTheInputOrLiesInIt() {
        String expected = ": expected an output apart from the input file:" + images + ", but one holds the other";
        refused(Command.extract(images, images, "--overwrite"), images + expected);
        refused(Command.extract(images, directory, "--overwrite"), directory + expected);
        refused(Command.extract(images, images.resolve("out")), images.resolve("out") + expected);
    }

    @Test
    void anUnknownOption() {
        refused(
                Command.extract(images, output, "--batchsize", "3"),
                "Unknown options: '--batchsize', '3'; did you mean --batch-size?");
        refused(
                Command.extract(images, output, "--overwrit"),
                "Unknown option: '--overwrit'; did you mean --overwrite?");
    }

    @Test
    void aMissingOption() {
        refused(
                Command.run("extract", "--input", images, "--output", output),
                "missing required option --model MODEL (or 'model = …' in the file that --conf names)");
    }

    @Test
    void aBadNumber() {
        refused(
                Command.extract(images, output, "--batch-size", "many"),
                "--batch-size: expected a whole number of 1 or more, but it is 'many'");
        refused(
                Command.extract(images, output, "--crop", "0"),
                "--crop: expected one whole number of 1 or more (S by S), or two (H,W), but it is '0'");
    }

    @Test
    void anUnknownKeyInTheFile() throws Exception {
        Path file = Files.writeString(directory.resolve("job.conf"), "colour = red");
        Command run = Command.extract(images, output, "--conf", file);
        assertThat(run.err()).startsWith("convoy extract: " + file + ": line 1: unknown key 'colour'; the keys are ");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void theConfigurationIsPrintedAndNothingElseDone() throws Exception {
        Path file = Files.writeString(directory.resolve("print.conf"), "batch-size = 3");
        Command run = Command.extract(images, output, "--conf", file, "--print-config");
        assertThat(run.out())
                .contains("batch-size = 3 # " + file + ": line 1\n", "input = \"" + images + "\" # command line\n");
        assertThat(run.code()).isZero();
        assertThat(output).doesNotExist();
        refused(
                Command.extract(images, output, "--print-config", "--crop", "x"),
                "--crop: expected one whole number of 1 or more (S by S), or two (H,W), but it is 'x'");
    }

    @Test
    void aMissingModel() throws Exception {
        Path model = directory.resolve("no.conf");
        String[] words = {"--input", images.toString(), "--output", output.toString()};
        refused(
                Command.run("extract", "--model", model, words[0], words[1], words[2], words[3]),
                model + ": there is no such file");
        Path description = Files.copy(Samples.model(), directory.resolve("two-layers.conf"));
        refused(
                Command.run("extract", "--model", description, words[0], words[1], words[2], words[3]),
                directory.resolve("two-layers.safetensors") + ": there is no such file, but " + description
                        + " names it as its weights");
    }

    @Test
    void aLayerThatIsNotThere() {
        refused(
                Command.extract(images, output, "--layers", "relu1,conv9"),
                "two-layers: there is no layer 'conv9';"
                        + " the nearest of the 6 there are: 'conv1', 'conv2', 'pool1', 'pool2', 'relu1'");
        refused(
                Command.extract(images, output, "--layers", "relu1,relu1"),
                "layers: layer relu1 needs a column 'relu1', which is taken by layer relu1");
    }

    @Test
    void aCropThatTheNetworkDoesNotTake() {
        Command run = Command.extract(images, output, "--crop", "3");
        assertThat(run.err()).startsWith("convoy extract: ").contains("pool2", "[1, 32, 1, 1]");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void aCommandThatIsNotThere() {
        Command run = Command.run("exract");
        assertThat(run.err()).isEqualTo("convoy: Unmatched argument at index 0: 'exract'; did you mean extract?\n");
        assertThat(run.code()).isEqualTo(2);
        assertThat(Command.run().code()).isEqualTo(2);
    }

    private void refused(Command run, String message) {
        assertThat(run.err()).isEqualTo("convoy extract: " + message + "\n");
        assertThat(run.code()).isEqualTo(2);
        assertThat(output).doesNotExist();
    }
}
