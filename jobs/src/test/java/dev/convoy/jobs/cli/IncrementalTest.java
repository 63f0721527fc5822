package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.jobs.sink.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncrementalTest extends SparkSuite {

    @TempDir
    private Path directory;

    private Path images;
    private Path output;

    @BeforeEach
    void drawImages() throws Exception {
        images = Samples.images(directory.resolve("some [images]*"), 7);
        Files.createFile(images.resolve("empty.jpg"));
        output = directory.resolve("an out");
    }

    @Test
    void onlyImagesWithoutARowAreDoneAndOnlyFilesAreAdded() throws Exception {
        Command first = extract("--round-size", "3");
        first.requireDone();
        assertThat(first.out()).containsPattern("images written +7\n").doesNotContain("done before");
        assertThat(images()).hasSize(8);
        Map<Path, Integer> before = files();

        Samples.draw(images.resolve("another one.png"), "png", 70, 80);
        Files.writeString(images.resolve("bad.png"), "no image");
        Command second = extract();
        assertThat(second.code()).isZero();
        assertThat(second.out())
                .containsPattern("images listed +10\n")
                .containsPattern("images done before +8\n")
                .containsPattern("images written +1\n")
                .containsPattern("images failed +1\n");
        assertThat(images()).hasSize(10);
        assertThat(files()).containsAllEntriesOf(before).hasSize(before.size() + 2);

        Command third = extract();
        assertThat(third.code()).isZero();
        assertThat(third.out()).containsPattern("images done before +10\n").containsPattern("images written +0\n");
        assertThat(files()).hasSize(before.size() + 2);
        JsonNode counts = new ObjectMapper()
                .readTree(output.resolve("_convoy.json").toFile())
                .get("counts");
        assertThat(counts.get("listed").asInt()).isEqualTo(10);
        assertThat(counts.get("done").asInt()).isEqualTo(10);
        assertThat(counts.get("ok").asInt()).isZero();
        assertThat(counts.get("okInOutput").asInt()).isEqualTo(8);
        assertThat(counts.get("failedInOutput").asInt()).isEqualTo(2);
    }

    @Test
    void whatCouldNotBeReachedIsTriedAgain() throws Exception {
        Path file = directory.resolve("elsewhere.png");
        Path album = directory.resolve("album elsewhere");
        Files.createSymbolicLink(images.resolve("linked.png"), file);
        Files.createSymbolicLink(images.resolve("linked album"), album);
        Command first = extract();
        first.requireDone();
        assertThat(first.out())
                .containsPattern("images written +7\n")
                .containsPattern("images failed +3\n")
                .containsPattern("to be tried again +2\n");
        Command second = extract();
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).containsPattern("images done before +8\n").containsPattern("images failed +2\n");
        assertThat(images()).hasSize(10);

        Samples.draw(file, "png", 60, 60);
        Files.createDirectories(album);
        Samples.draw(album.resolve("a.png"), "png", 60, 60);
        Samples.draw(album.resolve("b.png"), "png", 60, 60);
        Command third = extract();
        third.requireDone();
        assertThat(third.out()).containsPattern("images written +3\n");
        assertThat(Outputs.ok(spark(), output)).hasSize(10);
        assertThat(images()).hasSize(11);
    }

    @Test
    void twoRunsDoNotAddAtOnce() throws Exception {
        assertThat(extract().code()).isZero();
        Map<Path, Integer> before = files();
        Samples.draw(images.resolve("another one.png"), "png", 70, 80);
        Files.writeString(output.resolve("_temporary"), "what the other run has under way");
        try (RunLock other =
                RunLock.take(new org.apache.hadoop.fs.Path(output.toUri()), new Configuration(), lost -> {})) {
            Command second = extract();
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.err()).contains("another run is writing this output, and only one may at a time");
        }
        assertThat(output.resolve("_temporary")).exists();
        assertThat(files()).isEqualTo(before);
        assertThat(extract().code()).isZero();
        assertThat(output.resolve("_convoy.lock")).doesNotExist();
        assertThat(images()).hasSize(9);
    }

    @Test
    void aRunWhoseLockIsTakenOverAddsNothingMoreAndWritesNoCounts() throws Exception {
        Map<String, String> signs = Map.of("--incremental", "_convoy.json", "--overwrite", "_temporary/0");
        for (String how : List.of("--incremental", "--overwrite")) {
            Path sign = output.resolve(signs.get(how));
            Thread other = new Thread(() -> {
                try {
                    while (!Files.exists(sign)) {
                        Thread.sleep(1);
                    }
                    String held = Files.readString(output.resolve("_convoy.lock"));
                    String token =
                            new ObjectMapper().readTree(held).get("token").asText();
                    Files.writeString(
                            output.resolve("_convoy.lock." + token),
                            held.replace(token, UUID.randomUUID().toString()));
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            other.start();
            Command run =
                    Command.extract(images, output, "--crop", "16", how, "--round-size", "1", "--partitions", "8");
            other.interrupt();
            other.join();
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .startsWith("convoy extract: file:" + output
                            + ": this run lost its lock and ends, as only one may write an output: process "
                            + ProcessHandle.current().pid() + " on ")
                    .matches("[^\n]*\n");
            assertThat(output.resolve("_convoy.json")).content().doesNotContain("\"counts\"");
            try (Stream<Path> files = Files.list(output)) {
                for (Path file : files.filter(
                                path -> path.getFileName().toString().startsWith("_convoy.lock"))
                        .toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void whatARunLeavesThatWasKilledBeforeItsFirstCommitIsNoOutput() throws Exception {
        Process killed = new ProcessBuilder("sleep", "600").start();
        killed.destroyForcibly().waitFor();
        Files.createDirectories(output.resolve("_temporary/0"));
        try (RunLock lock =
                RunLock.take(new org.apache.hadoop.fs.Path(output.toUri()), new Configuration(), it -> {})) {
            String held = Files.readString(output.resolve("_convoy.lock"));
            lock.close();
            Files.writeString(
                    output.resolve("_convoy.lock"),
                    held.replace("\"pid\":" + ProcessHandle.current().pid(), "\"pid\":" + killed.pid()));
        }
        Command.extract(images, output, "--crop", "16").requireDone();
        assertThat(images()).hasSize(8);
        assertThat(output.resolve("_temporary")).doesNotExist();
        assertThat(output.resolve("_convoy.lock")).doesNotExist();
    }

    @Test
    void theRowsAreThoseOfOneRun() {
        assertThat(extract("--round-size", "2").code()).isZero();
        Path whole = directory.resolve("whole");
        assertThat(Command.extract(images, whole, "--crop", "16").code()).isZero();
        assertThat(Outputs.bits(spark(), output, "pool2")).hasSize(7).isEqualTo(Outputs.bits(spark(), whole, "pool2"));
        Command onOfThat = Command.extract(images, whole, "--crop", "16", "--incremental");
        assertThat(onOfThat.code()).isZero();
        assertThat(onOfThat.out()).containsPattern("images done before +8\n");
    }

    @Test
    void filesThatAKilledCommitHadNotMovedYetAreNotTakenForTheNextOnes() throws Exception {
        assertThat(extract("--round-size", "4").code()).isZero();
        List<Path> ok = files().keySet().stream()
                .filter(file -> file.getParent().equals(output))
                .toList();
        assertThat(ok).hasSizeGreaterThan(2);
        Path task = Files.createDirectories(
                output.resolve("_temporary/0/task_202601010000001234567890123456789_0007_m_000000"));
        Files.move(ok.get(0), task.resolve(ok.get(0).getFileName()));
        Files.copy(ok.get(1), task.resolve("part-00001-copied-before-it-was-killed.c000.parquet"));
        Files.delete(output.resolve("_convoy.json"));
        assertThat(extract().err()).contains(": no _convoy.json says what made the rows there; ");
        assertThat(images()).hasSizeLessThan(8);

        Command again = extract("--allow-changes");
        again.requireDone();
        assertThat(images()).hasSize(8);
        assertThat(output.resolve("_temporary")).doesNotExist();
        assertThat(Command.run("verify", "--output", output).code()).isZero();
    }

    @Test
    void aRunThatMakesOtherRowsIsRefused() throws Exception {
        Path model = Files.copy(Samples.model(), directory.resolve("net.conf"));
        Files.copy(
                Samples.model().resolveSibling("two-layers.safetensors"), directory.resolve("two-layers.safetensors"));
        Object[] words = {"extract", "--input", images, "--model", model, "--output", output, "--incremental"};
        assertThat(Command.run(with(words, "--crop", "16")).code()).isZero();
        Map<Path, Integer> before = files();

        Command other = Command.run(with(words, "--crop", "24", "--precision", "strict", "--layers", "relu1,pool2"));
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err())
                .isEqualTo("convoy extract: file:" + output
                        + ": layers was pool2, now relu1,pool2;"
                        + " preprocessing was CenterCrop(16, 16), ToTensor, now CenterCrop(24, 24), ToTensor;"
                        + " precision was fast, now strict;"
                        + " --overwrite begins anew, --allow-changes adds such rows all the same\n");

        Files.writeString(model, Files.readString(model) + "\n# a change");
        Command changed = Command.run(with(words, "--crop", "16"));
        assertThat(changed.code()).isEqualTo(2);
        assertThat(changed.err())
                .containsPattern(": model was .*net.conf \\(SHA-256 [0-9a-f]{64}\\),"
                        + " now .*net.conf \\(SHA-256 [0-9a-f]{64}\\); ");
        assertThat(files()).containsExactlyEntriesOf(before);

        Samples.draw(images.resolve("new.png"), "png", 70, 80);
        assertThat(Command.run(with(words, "--crop", "16", "--allow-changes")).code())
                .isZero();
        assertThat(images()).hasSize(9);
    }

    @Test
    void aManifestThatIsNoneIsNamed() throws Exception {
        Files.createDirectories(output);
        Files.writeString(output.resolve("_convoy.json"), "{");
        assertThat(extract().err()).contains("/_convoy.json: expected the manifest of a run, but it is not JSON: ");
        Files.writeString(output.resolve("_convoy.json"), "{}");
        Command empty = extract();
        assertThat(empty.err()).contains("/_convoy.json: expected the manifest of a run, but there is no model");
        assertThat(empty.code()).isEqualTo(2);
    }

    private Command extract(Object... more) {
        return Command.extract(images, output, with(new Object[] {"--crop", "16", "--incremental"}, more));
    }

    private static Object[] with(Object[] words, Object... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
    }

    /** The images that have a row; a failure where one has two. */
    private List<String> images() {
        List<String> paths = Stream.concat(
                        Outputs.ok(spark(), output).stream(),
                        Files.exists(output.resolve("_failed"))
                                ? Outputs.failed(spark(), output).stream()
                                : Stream.empty())
                .map(row -> row.<String>getAs("path"))
                .toList();
        assertThat(paths).doesNotHaveDuplicates();
        return paths;
    }

    private Map<Path, Integer> files() throws IOException {
        Map<Path, Integer> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(output)) {
            for (Path file :
                    all.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                files.put(file, Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return files;
    }
}
