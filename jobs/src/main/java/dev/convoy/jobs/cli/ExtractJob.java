package dev.convoy.jobs.cli;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.feature.Cluster;
import dev.convoy.jobs.feature.Counters;
import dev.convoy.jobs.feature.Demand;
import dev.convoy.jobs.feature.Extraction;
import dev.convoy.jobs.feature.Extractor;
import dev.convoy.jobs.feature.Sizing;
import dev.convoy.jobs.feature.TaskMemory;
import dev.convoy.jobs.report.Progress;
import dev.convoy.jobs.sink.EarlierRun;
import dev.convoy.jobs.sink.FeatureSink;
import dev.convoy.jobs.sink.Manifest;
import dev.convoy.jobs.sink.Outcome;
import dev.convoy.jobs.sink.RunLock;
import dev.convoy.jobs.sink.Written;
import dev.convoy.jobs.source.ImageSource;
import dev.convoy.jobs.source.Images;
import dev.convoy.jobs.source.Listing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An extraction whose places, options and model have been checked.
 *
 * @param options what it was told
 * @param source where the images come from
 * @param extraction what becomes of them
 * @param sink where the features go
 * @param manifest what it leaves beside them
 */
record ExtractJob(
        ExtractOptions options, ImageSource source, Extraction extraction, FeatureSink sink, Manifest manifest) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Checks all that can be checked without Spark. */
    static ExtractJob plan(ExtractOptions options, SparkConf conf) throws ConfigurationException {
        Extraction extraction = Extraction.plan(options);
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(conf);
        ImageSource source = ImageSource.at(options.input(), hadoop);
        FeatureSink sink = FeatureSink.at(options, source, hadoop);
        Manifest manifest = new Manifest(options, extraction, Versions.all());
        if (options.incremental()) {
            EarlierRun.requireSame(manifest, sink, options.allowChanges(), hadoop);
        }
        return new ExtractJob(options, source, extraction, sink.with(options.files(), extraction.rowBytes()), manifest);
    }

    /** Runs it to its end; where it adds to an output, alone. */
    Outcome run(SparkSession spark) throws ConfigurationException, IOException {
        requireMemory(spark.sparkContext());
        if (!options.incremental()) {
            return extract(spark);
        }
        try (RunLock alone = RunLock.take(sink.directory(), spark.sparkContext().hadoopConfiguration())) {
            return extract(spark);
        }
    }

    private Outcome extract(SparkSession spark) throws ConfigurationException, IOException {
        Instant started = Instant.now();
        long begun = System.nanoTime();

        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Images images = source.read(spark);
        extraction.check(images);
        Images pending = options.incremental() ? pending(images, spark) : images;
        Written before = options.incremental() ? goOn(spark, hadoop) : Written.NOTHING;
        Counters counters = Counters.register(spark.sparkContext());
        Sizing sizing = write(pending, counters, spark);

        Outcome outcome = Outcome.of(
                images.listing().images(),
                pending.listing().images(),
                before,
                sink.written(spark),
                counters,
                sizing,
                options.mode(),
                started,
                Duration.ofNanos(System.nanoTime() - begun));
        manifest.write(Optional.of(outcome), sink, hadoop);
        return outcome;
    }

    /** Those that have no row in the output yet. */
    private Images pending(Images images, SparkSession spark) throws ConfigurationException, IOException {
        if (!images.lasting()) {
            throw new ConfigurationException("--incremental: expected images that have the same path in every run, but"
                    + " Spark does not tell the rows of this table apart; give it a column 'path'");
        }
        boolean ended = EarlierRun.of(sink.directory(), spark.sparkContext().hadoopConfiguration())
                .map(EarlierRun::ended)
                .orElse(false);
        return images.of(images.listing().without(sink.paths(spark), ended));
    }

    /** Makes an output ready for more rows; what there is already. */
    private Written goOn(SparkSession spark, Configuration hadoop) throws IOException {
        sink.discard(hadoop);
        manifest.write(Optional.empty(), sink, hadoop);
        return sink.written(spark);
    }

    /** Refuses what does not fit the memory that Spark is set up with. */
    void requireMemory(SparkContext context) throws ConfigurationException {
        Cluster cluster = Cluster.of(context);
        extraction.requireMemory(cluster, batchSize(cluster, context), rowGroup(context));
    }

    /** What a task has for images. */
    TaskMemory memory(SparkContext context) {
        return extraction.memory(Cluster.of(context), rowGroup(context));
    }

    /** One row group: where columns divide a task's rows, each of its files may gather as much, but none has to. */
    private long rowGroup(SparkContext context) {
        return options.files()
                .rowGroupSize()
                .orElseGet(() -> ParquetOutputFormat.getLongBlockSize(context.hadoopConfiguration()));
    }

    private int batchSize(Cluster cluster, SparkContext context) {
        return Sizing.batchSize(options, extraction, cluster, rowGroupBytes(context));
    }

    /** How these images are divided on what Spark runs on. */
    Sizing sizing(Listing listing, SparkContext context) {
        Cluster cluster = Cluster.of(context);
        return Sizing.of(options, batchSize(cluster, context), listing.imagesAbout(), listing.partitions(), cluster);
    }

    /** What a task takes that is divided in this way. */
    Optional<Demand> demand(Sizing sizing, Cluster cluster, SparkContext context) {
        return extraction.demand(sizing.batchSize(), cluster.threads(), rowGroupBytes(context));
    }

    private long rowGroupBytes(SparkContext context) {
        return sink.rowGroupBytes(context);
    }

    String output() {
        return sink.directory().toString();
    }

    /**
     * Extracts and writes; where the output is added to, a round after the other, each with a commit of its own.
     *
     * @return how the first of them was divided
     */
    private Sizing write(Images images, Counters counters, SparkSession spark)
            throws ConfigurationException, IOException {
        SparkContext context = spark.sparkContext();
        Listing all = images.listing();
        List<Listing> rounds = options.incremental() ? all.rounds(options.roundSize()) : List.of(all);
        Cluster cluster = Cluster.of(context);
        Sizing first = sizing(rounds.isEmpty() ? all : rounds.get(0), context);
        try (Extractor extractor = extraction.on(spark, memory(context))) {
            Progress progress = new Progress(counters, all.images(), System.err);
            context.addSparkListener(progress);
            context.setInterruptOnCancel(false);
            boolean written = false;
            try {
                for (Listing round : rounds) {
                    Sizing sizing =
                            Sizing.of(options, first.batchSize(), round.imagesAbout(), round.partitions(), cluster);
                    sink.write(extractor.apply(images.of(round), sizing, counters));
                }
                written = true;
            } finally {
                context.removeSparkListener(progress);
                if (!written) {
                    awaitTasks(context);
                    sink.discard(context.hadoopConfiguration());
                }
            }
        }
        return first;
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
