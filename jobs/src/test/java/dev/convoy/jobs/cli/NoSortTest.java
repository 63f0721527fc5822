package dev.convoy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.jobs.Samples;
import dev.convoy.jobs.SparkSuite;
import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.feature.Counters;
import dev.convoy.jobs.feature.FeatureSchema;
import dev.convoy.jobs.feature.Sizing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoSortTest extends SparkSuite {

    @TempDir
    private static Path directory;

    @Test
    void nothingIsSortedOrShuffledBeforeTheWrite() throws Exception {
        Path images = Samples.images(directory.resolve("images"), 4);
        Files.writeString(images.resolve("a bad one"), "no image");
        ExtractOptions options = ExtractOptions.of(
                Map.of(
                        "input", images.toString(),
                        "model", Samples.model().toString(),
                        "output", directory.resolve("out").toString(),
                        "crop", "16"),
                Optional.empty());
        SparkSession spark = spark();
        ExtractJob job = ExtractJob.plan(options, conf());
        Dataset<Row> features = job.extraction()
                .on(spark, job.memory(spark.sparkContext()))
                .apply(job.source().read(spark), Sizing.even(2, 8), Counters.register(spark.sparkContext()));
        Plans plans = new Plans();
        spark.listenerManager().register(plans);

        job.run(spark);
        assertThat(plans.next()).contains("InsertIntoHadoopFsRelationCommand").doesNotContain("Sort", "Exchange");

        spark.conf().set("spark.sql.maxConcurrentOutputFileWriters", 0);
        features.write()
                .partitionBy(FeatureSchema.DIRECTORY)
                .parquet(directory.resolve("sorted").toString());
        assertThat(plans.next())
                .as("the same rows written as Spark writes by default")
                .contains("Sort");
        assertThat(Outputs.ok(spark, directory.resolve("out"))).hasSize(4);
        assertThat(Outputs.failed(spark, directory.resolve("out"))).hasSize(1);
    }

    @Test
    void nothingIsSortedWhereCarriedColumnsDivideTheFiles() throws Exception {
        Path images = directory.resolve("table");
        byte[] file = Files.readAllBytes(Samples.draw(directory.resolve("0.png"), "png", 30, 40));
        SparkSession spark = spark();
        Plans plans = new Plans();
        spark.listenerManager().register(plans);
        spark.createDataset(List.of(file, file, file), Encoders.BINARY())
                .toDF("photo")
                .selectExpr("photo", "monotonically_increasing_id() % 3 as label")
                .write()
                .parquet(images.toString());
        assertThat(plans.next()).contains(images.toString());
        Path output = directory.resolve("by label");
        ExtractOptions options = ExtractOptions.of(
                Map.of(
                        "input", images.toString(),
                        "input-format", "parquet",
                        "model", Samples.model().toString(),
                        "output", output.toString(),
                        "partition-by", "label"),
                Optional.empty());
        ExtractJob job = ExtractJob.plan(options, conf());

        job.run(spark);
        assertThat(plans.next()).contains("InsertIntoHadoopFsRelationCommand").doesNotContain("Sort", "Exchange");
        assertThat(Outputs.ok(spark, output)).hasSize(3);
    }

    private static final class Plans implements QueryExecutionListener {

        private final LinkedBlockingQueue<String> plans = new LinkedBlockingQueue<>();

        @Override
        public void onSuccess(String function, QueryExecution execution, long nanoseconds) {
            String plan = execution.executedPlan().toString();
            if (plan.contains("InsertIntoHadoopFsRelationCommand")) {
                plans.add(plan);
            }
        }

        @Override
        public void onFailure(String function, QueryExecution execution, Exception e) {
            plans.add("failed: " + e);
        }

        String next() throws InterruptedException {
            return List.of(plans.poll(60, TimeUnit.SECONDS)).get(0);
        }
    }
}
