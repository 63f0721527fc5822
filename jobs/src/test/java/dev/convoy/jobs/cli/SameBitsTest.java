package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.feature.Counters;
import dev.convoy.jobs.feature.Sizing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameBitsTest extends SparkSuite {

    private static final int IMAGES = 15;

    @TempDir
    private static Path directory;

    @BeforeAll
    void drawImages() throws Exception {
        Samples.images(directory.resolve("images"), IMAGES);
    }

    @Test
    void sameBitsWhateverThePartitionsAndTheBatch() throws Exception {
        Map<String, List<Integer>> first = extract(1, 1, "48");
        assertThat(first).hasSize(IMAGES);
        assertThat(first.values()).allSatisfy(bits -> assertThat(bits).hasSize(16 * 24 * 24));
        for (int partitions : new int[] {1, 2, 7}) {
            for (int batch : new int[] {1, 3, 8}) {
                assertThat(extract(partitions, batch, "48"))
                        .as("%d partitions, batches of %d", partitions, batch)
                        .isEqualTo(first);
            }
        }
    }

    private Map<String, List<Integer>> extract(int partitions, int batch, String crop) throws Exception {
        Path output = directory.resolve(partitions + "-" + batch);
        ExtractOptions options = ExtractOptions.of(
                Map.of(
                        "input",
                        directory.resolve("images").toString(),
                        "model",
                        Samples.model().toString(),
                        "output",
                        output.toString(),
                        "layers",
                        "pool1",
                        "crop",
                        crop,
                        "overwrite",
                        "true"),
                Optional.empty());
        SparkSession spark = spark();
        ExtractJob job = ExtractJob.plan(options, conf());
        Counters counters = Counters.register(spark.sparkContext());
        Dataset<Row> features = job.extraction()
                .on(spark, job.memory(spark.sparkContext()))
                .apply(job.source().read(spark), Sizing.even(partitions, batch), counters);
        assertThat(features.rdd().getNumPartitions()).isEqualTo(partitions);
        job.sink().write(features);
        return Outputs.bits(spark, output, "pool1");
    }
}
