package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.state.npy.Npy;
import dev.convoy.tensor.Generator;
import dev.convoy.tensor.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adding to an output, planning and verifying, where the images are not files of their own. */
class RepeatedInputsTest extends SparkSuite {

    @TempDir
    private Path directory;

    private Path input;
    private Path output;

    @BeforeEach
    void makeDirectories() throws Exception {
        input = Files.createDirectories(directory.resolve("input"));
        output = directory.resolve("out");
    }

    @Test
    void archivesThatAreNewAreAdded() throws Exception {
        archive("a.tar", 3);
        archive("b.tar", 2);
        Command first = extract("tar", "--crop", "16", "--round-size", "1");
        first.requireDone();
        assertThat(first.out()).containsPattern("images written +5\n").containsPattern("images failed +2\n");
        archive("c.tar", 1);
        assertThat(extract("tar", "--crop", "16").out())
                .containsPattern("images written +1\n")
                .containsPattern("images failed +1\n");
        assertThat(paths()).hasSize(9);
        assertVerified(9);
    }

    @Test
    void anArchiveOfWhichARunThatWasKilledDidAPartIsFinished() throws Exception {
        archive("a.tar", 3);
        assertThat(extract("tar", "--crop", "16").code()).isZero();
        for (Path file : files(output.resolve("_failed"))) {
            Files.delete(file);
        }
        assertThat(extract("tar", "--crop", "16").out()).containsPattern("images failed +0\n");
        forgetTheEnd();
        assertThat(extract("tar", "--crop", "16").out())
                .containsPattern("images written +0\n")
                .containsPattern("images failed +1\n");
        assertThat(paths()).hasSize(4);
    }

    @Test
    void tensorsOfAnArrayThatHaveARowArePassedOver() throws Exception {
        Npy.write(input.resolve("seven.npy"), Generator.manualSeed(1).randn(Shape.of(7, 3, 12, 12)));
        Object[] words = {"--input-shape", "3,12,12", "--file-size", "600"};
        assertThat(extract("npy", words).code()).isZero();
        var whole = Outputs.bits(spark(), output, "pool2");
        List<Path> files = files(output);
        assertThat(files).hasSize(7);
        Files.delete(files.get(1));
        Files.delete(files.get(5));
        assertThat(paths()).hasSize(5);
        forgetTheEnd();
        assertThat(extract("npy", words).out()).containsPattern("images written +2\n");
        assertThat(Outputs.bits(spark(), output, "pool2")).isEqualTo(whole);
        assertVerified(7);
    }

    @Test
    void rowsOfATableThatAreNewAreAdded() throws Exception {
        table(0, 9).repartition(4).write().mode("overwrite").parquet(input.toString());
        Command first = extract("parquet", "--crop", "16", "--round-size", "2");
        first.requireDone();
        assertThat(first.out()).containsPattern("images written +9\n");
        table(9, 12).coalesce(1).write().mode("append").parquet(input.toString());
        assertThat(extract("parquet", "--crop", "16", "--partitions", "3").out())
                .containsPattern("images listed +12\n")
                .containsPattern("images done before +9\n")
                .containsPattern("images written +3\n");
        assertThat(paths()).hasSize(12);
        assertThat(spark().read()
                        .parquet(output.toString())
                        .select("label")
                        .distinct()
                        .count())
                .isEqualTo(12);
        assertVerified(12);
    }

    @Test
    void rowsThatCannotBeToldApartAreRefused() throws Exception {
        table(0, 3).write().mode("overwrite").orc(input.toString());
        Command run = extract("orc", "--crop", "16");
        assertThat(run.err())
                .isEqualTo("convoy extract: --incremental: expected images that have the same path in every run, but"
                        + " Spark does not tell the rows of this table apart; give it a column 'path'\n");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void aPlanOfArchivesTellsWhatIsKnown() throws Exception {
        archive("a.tar", 3);
        archive("b.tar", 2);
        Command plan = run("plan", "tar", "--crop", "16");
        plan.requireDone();
        assertThat(plan.out())
                .containsPattern("images +not known before the files are read\n")
                .containsPattern("bytes +\\d")
                .containsPattern("measured +\\d+ ms an image")
                .containsPattern("core-hours +[0-9.e+-]+ for a million images");
    }

    @Test
    void aPlanOfATableKeepsItsPartitions() throws Exception {
        table(0, 9).repartition(3).write().mode("overwrite").parquet(input.toString());
        Command plan = run("plan", "parquet", "--crop", "16");
        plan.requireDone();
        assertThat(plan.out()).containsPattern("images +9\n").doesNotContainPattern("bytes +\\d");
        int partitions = spark().read().parquet(input.toString()).rdd().getNumPartitions();
        assertThat(plan.out()).containsPattern("partitions +" + partitions + "\n");
    }

    /** An archive of so many images, a bad one and what is none. */
    private void archive(String name, int images) throws Exception {
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(input.resolve(name)))) {
            for (int i = 0; i < images; i++) {
                Path image = Samples.draw(directory.resolve("image.png"), "png", 30 + i, 40);
                entry(out, i + ".png", Files.readAllBytes(image));
            }
            entry(out, "bad.jpg", "no image".getBytes(StandardCharsets.UTF_8));
            entry(out, "notes.txt", "no image either".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void entry(TarArchiveOutputStream out, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        out.putArchiveEntry(entry);
        out.write(bytes);
        out.closeArchiveEntry();
    }

    private Dataset<Row> table(int from, int to) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Path image = Samples.draw(directory.resolve("image.png"), "png", 30 + i, 40);
            rows.add(RowFactory.create(Files.readAllBytes(image), "label " + i));
        }
        return spark().createDataFrame(
                        rows,
                        new StructType().add("photo", DataTypes.BinaryType).add("label", DataTypes.StringType));
    }

    /** As if the run had been killed before it wrote what it did. */
    private void forgetTheEnd() throws Exception {
        Path manifest = output.resolve("_convoy.json");
        ObjectNode content = (ObjectNode) new ObjectMapper().readTree(manifest.toFile());
        content.remove("counts");
        new ObjectMapper().writeValue(manifest.toFile(), content);
    }

    private Command extract(String format, Object... more) {
        return run(
                "extract",
                format,
                Stream.concat(Stream.of("--incremental"), Stream.of(more)).toArray());
    }

    private Command run(String name, String format, Object... more) {
        Object[] words = {
            name, "--input", input, "--input-format", format, "--model", Samples.model(), "--output", output
        };
        return Command.run(Stream.concat(Stream.of(words), Stream.of(more)).toArray());
    }

    private void assertVerified(int rows) {
        Command verify = Command.run("verify", "--output", output);
        verify.requireDone();
        assertThat(verify.out())
                .containsPattern("rows checked +" + rows + "\n")
                .containsPattern("rows that drifted +0\n");
    }

    private List<String> paths() {
        List<Row> failed = Files.exists(output.resolve("_failed")) ? Outputs.failed(spark(), output) : List.of();
        List<String> paths = Stream.concat(Outputs.ok(spark(), output).stream(), failed.stream())
                .map(row -> row.<String>getAs("path"))
                .toList();
        assertThat(paths).doesNotHaveDuplicates();
        return paths;
    }

    private List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }
}
