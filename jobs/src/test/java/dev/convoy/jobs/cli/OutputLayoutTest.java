package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.mapreduce.lib.output.committer.manifest.ManifestCommitterFactory;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLayoutTest extends SparkSuite {

    private static final String COMMITTER = "mapreduce.outputcommitter.factory.scheme.file";

    @TempDir
    private Path directory;

    private Path images;
    private Path output;

    @BeforeEach
    void draw() throws IOException {
        images = Samples.images(directory.resolve("images"), 6);
        Files.writeString(images.resolve("bad.jpg"), "no image");
        output = directory.resolve("out");
    }

    @Test
    void theOutputItselfReadsAsFeaturesWhateverFailed() throws Exception {
        Command run = extract();
        run.requireDone();
        assertThat(spark().read().parquet(output.toString()).columns())
                .containsExactly("path", "width", "height", "pool2");
        assertThat(Outputs.ok(spark(), output)).hasSize(6);
        assertThat(names(Outputs.failed(spark(), output))).containsExactly("bad.jpg");
        assertThat(run.out())
                .containsPattern("\noutput +file:" + output + "\n +pool2 +float32, \\[32, 4, 4]\n")
                .containsPattern("\npreprocessing +CenterCrop\\(16, 16\\), ToTensor\n")
                .containsPattern("\nread it +pandas.read_parquet\\(\"" + output + "\"\\)\n");
    }

    @Test
    void noChecksumFilesLieBesideThem() throws Exception {
        extract().requireDone();
        extract("--incremental", "--retry-failed").requireDone();
        try (Stream<Path> files = Files.walk(output)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("_convoy.json", "_failed")
                    .noneMatch(name -> name.endsWith(".crc"));
        }
    }

    @Test
    void anotherCommitterOfHadoopsPutsThemInTheSamePlaces() throws Exception {
        spark().sparkContext().hadoopConfiguration().set(COMMITTER, ManifestCommitterFactory.class.getName());
        try {
            extract().requireDone();
        } finally {
            spark().sparkContext().hadoopConfiguration().unset(COMMITTER);
        }
        assertThat(Files.readString(output.resolve("_SUCCESS"))).contains("manifest");
        assertThat(Outputs.ok(spark(), output)).hasSize(6);
        assertThat(Outputs.failed(spark(), output)).hasSize(1);
    }

    @Test
    void anOutputOfTheEarlierLayoutIsRefusedInOneSentence() throws Exception {
        Files.createDirectories(output.resolve("status=ok"));
        String refusal = output + ": an earlier version of convoy wrote this output, with its features in"
                + " status=ok, where this one writes them to the output's own directory: extract into a new one, or"
                + " remove this one first\n";
        for (String option : List.of("--incremental", "--overwrite", "--flatten")) {
            Command run = extract(option);
            assertThat(run.err()).isEqualTo("convoy extract: file:" + refusal);
            assertThat(run.code()).isEqualTo(2);
        }
        assertThat(Command.run("verify", "--output", output).err()).endsWith(refusal);
    }

    @Test
    void whatIsThereStaysUntilTheRunThatReplacesItCommits() throws Exception {
        extract().requireDone();
        TreeSet<Path> before = files();
        Command failed = extract("--overwrite", "--mode", "FAILFAST");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(files()).isEqualTo(before);

        Files.delete(images.resolve("bad.jpg"));
        extract("--overwrite").requireDone();
        assertThat(files()).doesNotContainAnyElementsOf(before).hasSizeLessThan(before.size() + 1);
        assertThat(Outputs.ok(spark(), output)).hasSize(6);
        assertThat(output.resolve("_failed")).doesNotExist();
    }

    @Test
    void filesThatNoRunLeftAreNotReplaced() throws Exception {
        spark().range(3).write().parquet(output.toString());
        Command run = extract("--overwrite");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("--overwrite replaces what an earlier run left, but there are Parquet files and no");
        assertThat(spark().read().parquet(output.toString()).count()).isEqualTo(3);
    }

    @Test
    void failedImagesAreTriedAgainWhereThatIsSaid() throws Exception {
        Files.writeString(images.resolve("bad too.jpg"), "no image");
        extract("--partitions", "1").requireDone();
        Samples.draw(images.resolve("bad.jpg"), "jpg", 40, 40);

        Command later = extract("--incremental");
        later.requireDone();
        assertThat(later.out())
                .containsPattern("images done before +8\n")
                .containsPattern("failed in the output +2, with those of earlier runs\n");

        Command again = extract("--incremental", "--retry-failed");
        again.requireDone();
        assertThat(again.out())
                .containsPattern("images done before +6\n")
                .containsPattern("images written +1\n")
                .containsPattern("images failed +1\n");
        assertThat(names(Outputs.ok(spark(), output))).hasSize(7).contains("bad.jpg");
        assertThat(names(Outputs.failed(spark(), output))).containsExactly("bad too.jpg");
        assertThat(Command.run("verify", "--output", output).code()).isZero();
    }

    @Test
    void aFailedImageThatIsGoneKeepsItsRowAndThoseBesideItTheirs() throws Exception {
        Files.writeString(images.resolve("bad too.jpg"), "no image");
        extract("--partitions", "1").requireDone();
        Samples.draw(images.resolve("bad.jpg"), "jpg", 40, 40);
        Files.delete(images.resolve("bad too.jpg"));
        extract("--incremental", "--retry-failed").requireDone();
        assertThat(names(Outputs.failed(spark(), output))).containsExactly("bad too.jpg");
        assertThat(names(Outputs.ok(spark(), output))).contains("bad.jpg");
    }

    @Test
    void retryFailedNeedsAnOutputThatIsAddedTo() {
        Command run = extract("--retry-failed");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("convoy extract: --retry-failed tries again what failed in an earlier run, which only"
                        + " --incremental adds to: say both\n");
    }

    private Command extract(Object... more) {
        return Command.extract(
                images,
                output,
                Stream.concat(Stream.of("--crop", "16"), Stream.of(more)).toArray());
    }

    private TreeSet<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(output)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<String> names(List<Row> rows) {
        List<String> names = new ArrayList<>();
        rows.forEach(row -> names.add(Outputs.file(row).getFileName().toString()));
        return names;
    }
}
