package dev.convoy.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.jobs.cli.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same images through the command, the Transformer, SQL and a stream. */
class FeaturesTest extends SparkSuite {

    private static final int IMAGES = 23;

    @TempDir
    private static Path directory;

    private Path images;
    private Path spec;
    private Map<String, String> expected;

    @BeforeAll
    void extract() throws Exception {
        images = Samples.images(directory.resolve("images"), IMAGES);
        Files.writeString(images.resolve("bad.png"), "no image");
        Files.writeString(images.resolve("short.jpg"), "\u00ff");
        spec = directory.resolve("features.conf");
        Files.writeString(
                spec, "model = \"" + Samples.model().toAbsolutePath() + "\"\ncrop = 16\nlayers = [pool1, pool2]\n");
        Path output = directory.resolve("out");
        Command.run("extract", "--conf", spec, "--input", images, "--output", output)
                .requireDone();
        expected = described(
                spark().read().parquet(output.toString()).selectExpr("path", "pool1", "pool2", "null AS error"));
        expected.putAll(described(spark().read()
                .parquet(output.resolve("_failed").toString())
                .selectExpr("path", "null AS pool1", "null AS pool2", "error")));
        assertThat(expected).hasSize(IMAGES + 2);
    }

    @Test
    void theTransformerMakesWhatTheCommandMakes() {
        for (int partitions : new int[] {1, 7}) {
            for (int batch : new int[] {1, 32}) {
                Dataset<Row> made = extractor("content").setBatchSize(batch).transform(files().repartition(partitions));
                assertThat(made.columns())
                        .containsExactly("path", "modificationTime", "length", "content", "pool1", "pool2", "error");
                assertThat(described(made)).isEqualTo(expected);
            }
        }
    }

    @Test
    void pathsAreReadByTheTasks() {
        Dataset<Row> made = extractor("path").transform(files().select("path"));
        assertThat(described(made)).isEqualTo(expected);
        Dataset<Row> gone = extractor("path")
                .transform(spark().sql("SELECT 'file:" + directory + "/gone.png' AS path, 7 AS number"));
        Row row = gone.collectAsList().get(0);
        assertThat(row.<Integer>getAs("number")).isEqualTo(7);
        assertThat(row.<Row>getAs("error").toString()).contains("read", "has it no more", "true");
    }

    @Test
    void aStreamMakesThemToo() throws Exception {
        Path out = directory.resolve("stream");
        extractor("content")
                .transform(spark().readStream()
                        .format("binaryFile")
                        .schema(files().schema())
                        .option("recursiveFileLookup", true)
                        .option("maxFilesPerTrigger", 4)
                        .load(images.toString()))
                .select("path", "pool1", "pool2", "error")
                .writeStream()
                .format("parquet")
                .option("checkpointLocation", directory.resolve("checkpoint").toString())
                .trigger(org.apache.spark.sql.streaming.Trigger.AvailableNow())
                .start(out.toString())
                .awaitTermination();
        assertThat(described(spark().read().parquet(out.toString()))).isEqualTo(expected);
    }

    @Test
    void sqlMakesThemToo() {
        Features.register(spark());
        files().createOrReplaceTempView("images");
        Dataset<Row> features = spark().sql("SELECT path, f.* FROM (SELECT path, convoy_features(content, '" + spec
                + "') AS f FROM images)");
        assertThat(features.columns()).containsExactly("path", "pool1", "pool2", "error");
        assertThat(described(features)).isEqualTo(expected);
        Dataset<Row> embeddings = spark().sql("SELECT path, convoy_embedding(content, '" + spec
                + "') AS pool1 FROM images WHERE convoy_embedding(path, '" + spec + "') IS NOT NULL");
        assertThat(embeddings.count()).isEqualTo(IMAGES);
        assertThat(embeddings.collectAsList())
                .allSatisfy(row -> assertThat(expected.get(row.getString(0)))
                        .startsWith(row.getList(1).toString()));
        assertThatThrownBy(() -> spark().sql("SELECT convoy_features(content, path) FROM images"))
                .hasMessageContaining("convoy_features: expected the path of a file of options as a literal");
        assertThatThrownBy(() -> spark().sql("SELECT convoy_features(length, '" + spec + "') FROM images"))
                .hasMessageContaining("expected images that are STRING, BINARY, ")
                .hasMessageContaining("but they are BIGINT");
        assertThatThrownBy(() -> spark().sql("SELECT convoy_features(content, 'no/such.conf') FROM images"))
                .hasMessageContaining("no/such.conf: expected a file of options (HOCON), but there is none");
    }

    @Test
    void aSavedPipelineNeedsNoOtherFile() throws Exception {
        Path own = Files.createDirectories(directory.resolve("own"));
        Path model = Files.copy(Samples.model(), own.resolve("net.conf"));
        Path weights = Files.copy(
                Samples.model().resolveSibling("two-layers.safetensors"), own.resolve("two-layers.safetensors"));
        FeatureExtractor extractor = new FeatureExtractor()
                .setInputCol("content")
                .setModel(model.toString())
                .setLayers("pool1", "pool2")
                .setCrop("16")
                .setBatchSize(3);
        Path saved = directory.resolve("saved");
        new Pipeline()
                .setStages(new PipelineStage[] {extractor})
                .fit(files())
                .write()
                .save(saved.toString());
        Files.delete(model);
        Files.delete(weights);
        PipelineModel loaded = PipelineModel.load(saved.toString());
        assertThat(loaded.stages()[0].uid()).isEqualTo(extractor.uid());
        assertThat(described(loaded.transform(files()))).isEqualTo(expected);

        Path stage;
        try (var stages = Files.list(saved.resolve("stages"))) {
            stage = stages.findFirst().orElseThrow().resolve("model");
        }
        Path bytes;
        try (var parts = Files.list(stage)) {
            bytes = parts.filter(file -> file.getFileName().toString().length() == 64)
                    .findFirst()
                    .orElseThrow();
        }
        byte[] changed = Files.readAllBytes(bytes);
        changed[changed.length - 1] ^= 1;
        Files.write(bytes, changed);
        Files.delete(bytes.resolveSibling("." + bytes.getFileName() + ".crc"));
        assertThatThrownBy(() -> PipelineModel.load(saved.toString()))
                .rootCause()
                .hasMessageContaining(
                        "expected the model of SHA-256 " + bytes.getFileName() + ", as it was saved, but it has ")
                .hasMessageEndingWith(": the saved files were changed");
    }

    @Test
    void vectorsAreThoseOfSparkMl() {
        FeatureExtractor extractor = extractor("content").setPool("avg").setOutputType("vector");
        Dataset<Row> made = extractor.transform(files());
        assertThat(extractor.transformSchema(files().schema())).isEqualTo(made.schema());
        Row row = made.where("error IS NULL").first();
        assertThat(row.<Vector>getAs("pool2").size()).isEqualTo(32);
        assertThat(made.where("error IS NOT NULL AND pool1 IS NULL AND pool2 IS NULL")
                        .count())
                .isEqualTo(2);
        assertThatThrownBy(() -> extractor("content").setOutputType("vector").transform(files()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outputType: vector is for outputs that are vectors of one length, but pool1 [");
    }

    @Test
    void whatCannotBeIsSaidBeforeARowIsRead() {
        Dataset<Row> files = files();
        assertThatThrownBy(() -> new FeatureExtractor().transform(files))
                .hasMessageContaining("inputCol: expected the name of the column of images, but it is not set");
        assertThatThrownBy(() -> extractor("image").transform(files))
                .hasMessageContaining("there is no column 'image'; the columns are path STRING");
        assertThatThrownBy(() -> extractor("length").transformSchema(files.schema()))
                .hasMessageContaining("expected column 'length' to be ")
                .hasMessageContaining("but it is BIGINT");
        assertThatThrownBy(() -> extractor("content").transform(files.withColumn("POOL2", col("length"))))
                .hasMessageContaining("column 'POOL2' would be made, but is there already");
        assertThatThrownBy(() -> new FeatureExtractor().setBatchSize(0))
                .hasMessageContaining("batch-size: expected a whole number of 1 or more, but it is '0'");
        assertThatThrownBy(() -> extractor("content").setSpec("no/such.conf").transform(files))
                .hasMessageContaining("no/such.conf: expected a file of options (HOCON), but there is none");
        assertThatThrownBy(() -> extractor("content")
                        .setMode("FAILFAST")
                        .transform(files)
                        .collect())
                .rootCause()
                .hasMessageContaining("decode: ");
        assertThat(extractor("content")
                        .setMode("DROPMALFORMED")
                        .transform(files)
                        .count())
                .isEqualTo(IMAGES);
        assertThat(new FeatureExtractor().explainParams())
                .contains("batchSize: Images that run through the network together", "inputCol: ", "default: 1/255");
    }

    private FeatureExtractor extractor(String column) {
        return new FeatureExtractor().setInputCol(column).setSpec(spec.toString());
    }

    private Dataset<Row> files() {
        return spark().read()
                .format("binaryFile")
                .option("recursiveFileLookup", true)
                .load(images.toString());
    }

    /** By path, all of a row's bits: floats are told apart by their shortest text. */
    private static Map<String, String> described(Dataset<Row> rows) {
        Map<String, String> described = new TreeMap<>();
        for (Row row : rows.select("path", "pool1", "pool2", "error").collectAsList()) {
            List<String> values = new ArrayList<>();
            for (int i = 1; i < 3; i++) {
                values.add(row.isNullAt(i) ? "null" : row.getList(i).toString());
            }
            values.add(String.valueOf(row.<Object>getAs("error")));
            assertThat(described.put(row.getString(0), String.join(" ", values)))
                    .isNull();
        }
        return described;
    }
}
