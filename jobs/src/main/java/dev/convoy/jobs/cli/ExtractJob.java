package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.feature.Cluster;
import dev.convoy.jobs.feature.Counters;
import dev.convoy.jobs.feature.Demand;
import dev.convoy.jobs.feature.Extraction;
import dev.convoy.jobs.feature.Sizing;
import dev.convoy.jobs.report.Progress;
import dev.convoy.jobs.sink.FeatureSink;
import dev.convoy.jobs.sink.Manifest;
import dev.convoy.jobs.sink.Outcome;
import dev.convoy.jobs.sink.Written;
import dev.convoy.jobs.source.ImageSource;
import dev.convoy.jobs.source.Images;
import dev.convoy.jobs.source.Listing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An extraction whose places, options and model have been checked.
 *
 * @param options what it was told
 * @param source where the images come from
 * @param extraction what becomes of them
 * @param sink where the features go
 */
record ExtractJob(ExtractOptions options, ImageSource source, Extraction extraction, FeatureSink sink) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Checks all that can be checked without Spark. */
    static ExtractJob plan(ExtractOptions options, SparkConf conf) throws ConfigurationException {
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(conf);
        ImageSource source = ImageSource.at(options.input(), hadoop);
        FeatureSink sink = FeatureSink.at(options.output(), options.overwrite(), source, hadoop);
        Extraction extraction = Extraction.plan(options);
        return new ExtractJob(options, source, extraction, sink.with(options.files(), extraction.rowBytes()));
    }

    /** Runs it to its end. */
    Outcome run(SparkSession spark) throws ConfigurationException, IOException {
        Instant started = Instant.now();
        long begun = System.nanoTime();

        Images images = source.read(spark);
        Counters counters = Counters.register(spark.sparkContext());
        Sizing sizing = sizing(images.listing(), spark.sparkContext());
        Dataset<Row> features = extraction.on(spark, counters).apply(images, sizing);
        write(features, new Progress(counters, images.listing().images(), System.err));

        Written written = sink.written(spark);
        Outcome outcome = Outcome.of(
                images.listing().images(),
                written,
                counters,
                options.mode(),
                started,
                Duration.ofNanos(System.nanoTime() - begun));
        new Manifest(options, extraction, sizing, outcome, Versions.all())
                .write(sink, spark.sparkContext().hadoopConfiguration());
        return outcome;
    }

    /** How these images are divided on what Spark runs on. */
    Sizing sizing(Listing listing, SparkContext context) {
        return Sizing.of(
                options,
                extraction,
                listing.imagesAbout(),
                listing.partitions(),
                Cluster.of(context),
                rowGroupBytes(context));
    }

    /** What a task takes that is divided in this way. */
    Optional<Demand> demand(Sizing sizing, Cluster cluster, SparkContext context) {
        return extraction.demand(sizing.batchSize(), cluster.threads(), rowGroupBytes(context));
    }

    private long rowGroupBytes(SparkContext context) {
        return sink.rowGroupBytes(context.hadoopConfiguration());
    }

    String output() {
        return sink.directory().toString();
    }

    private void write(Dataset<Row> features, Progress progress) throws IOException {
        SparkContext context = features.sparkSession().sparkContext();
        context.addSparkListener(progress);
        context.setInterruptOnCancel(false);
        boolean written = false;
        try {
            sink.write(features);
            written = true;
        } finally {
            context.removeSparkListener(progress);
            if (!written) {
                awaitTasks(context);
                sink.discard(context.hadoopConfiguration());
            }
        }
    }

    /**
     * A failed job returns before its other tasks have ended: they still write, and fail noisily in a stopped context.
     */
    private static void awaitTasks(SparkContext context) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (runningTasks(context) > 0 && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As the scheduler knows it; what Spark's status tracker tells lags behind. */
    private static int runningTasks(SparkContext context) {
        return context.taskScheduler() instanceof TaskSchedulerImpl scheduler
                ? CollectionConverters.asJava(scheduler.runningTasksByExecutors()).values().stream()
                        .mapToInt(tasks -> (Integer) tasks)
                        .sum()
                : 0;
    }
}
