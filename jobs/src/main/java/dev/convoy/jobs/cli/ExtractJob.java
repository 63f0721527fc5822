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
import dev.convoy.jobs.report.DiskFull;
import dev.convoy.jobs.report.FaultListener;
import dev.convoy.jobs.report.Progress;
import dev.convoy.jobs.report.Terminal;
import dev.convoy.jobs.sink.EarlierRun;
import dev.convoy.jobs.sink.FeatureOutput;
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
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
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
        Extraction extraction = Extraction.plan(options.features(), options.partitionBy());
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(conf);
        ImageSource source = ImageSource.at(options.input(), hadoop);
        FeatureSink sink = FeatureSink.at(options, source, hadoop);
        Manifest manifest = new Manifest(options, extraction, Versions.all());
        ExtractJob job = new ExtractJob(
                options, source, extraction, sink.with(options.files(), extraction.rowBytes()), manifest);
        job.requireSameAsEarlier(hadoop);
        return job;
    }

    /** Runs it to its end, alone in its output. */
    Outcome run(SparkSession spark) throws ConfigurationException, IOException {
        requireMemory(spark.sparkContext());
        try {
            return extractAlone(spark);
        } catch (IOException | FSError e) {
            if (DiskFull.isCauseOf(e)) {
                throw new FailedRunException(DiskFull.line(output(), e));
            }
            throw e;
        }
    }

    private Outcome extractAlone(SparkSession spark) throws ConfigurationException, IOException {
        SparkContext context = spark.sparkContext();
        Configuration hadoop = context.hadoopConfiguration();
        try (RunLock lock = RunLock.take(
                sink.output().directory(),
                hadoop,
                lost -> context.cancelJobsWithTag(lost.token(), "as this run lost the lock of its output"))) {
            // Another run may have ended since this one was planned.
            sink.requireFree(options, hadoop);
            requireSameAsEarlier(hadoop);
            context.addJobTag(lock.token());
            try {
                return extract(spark, lock);
            } catch (Exception e) {
                lock.requireHeld();
                sink.output().discard(hadoop);
                throw e;
            } finally {
                context.removeJobTag(lock.token());
            }
        }
    }

    private void requireSameAsEarlier(Configuration hadoop) throws ConfigurationException {
        if (options.incremental()) {
            EarlierRun.requireSame(manifest, sink.output(), options.allowChanges(), hadoop);
        }
    }

    private Outcome extract(SparkSession spark, RunLock lock) throws ConfigurationException, IOException {
        Instant started = Instant.now();
        long begun = System.nanoTime();

        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Images images = source.read(spark);
        extraction.check(images);
        SparkSession session = sink.session(lock, spark);
        sink.output().discard(hadoop);
        Images pending = options.incremental() ? pending(images, session) : images;
        Written before = begin(session, hadoop);
        Counters counters = Counters.register(spark.sparkContext());
        FaultListener faults = new FaultListener(Extractor.attempts(spark.sparkContext()));
        Sizing sizing = write(pending, counters, faults, lock, session);

        Written after = sink.output().written(session);
        source.requireSome(images.listing(), counters.images().value() + after.ok() + after.failed());
        Outcome outcome = Outcome.of(
                images.listing().images(),
                pending.listing().images(),
                before,
                after,
                counters,
                faults.faults(),
                sizing,
                options.features().mode(),
                started,
                Duration.ofNanos(System.nanoTime() - begun));
        lock.requireHeld();
        manifest.write(Optional.of(outcome), sink.output(), hadoop);
        return outcome;
    }

    /** Those that have no row in the output yet, and those that failed and are tried again, which lose theirs. */
    private Images pending(Images images, SparkSession session) throws ConfigurationException, IOException {
        if (!images.lasting()) {
            throw new ConfigurationException("--incremental: expected images that have the same path in every run, but"
                    + " Spark does not tell the rows of this table apart; give it a column 'path'");
        }
        FeatureOutput output = sink.output();
        boolean ended = EarlierRun.of(output.directory(), session.sparkContext().hadoopConfiguration())
                .map(EarlierRun::ended)
                .orElse(false);
        Set<String> again = images.listing().among(output.failedPaths(options.retryFailed(), session));
        sink.forget(again, session);
        return images.of(images.listing().without(output.paths(session), again, ended));
    }

    /** Marks an output as being written; what there is already that stays. */
    private Written begin(SparkSession session, Configuration hadoop) throws IOException {
        if (sink.replaces() && sink.output().hasRows(hadoop)) {
            return Written.NOTHING;
        }
        manifest.write(Optional.empty(), sink.output(), hadoop);
        return options.incremental() ? sink.output().written(session) : Written.NOTHING;
    }

    /** Refuses what does not fit the memory that Spark is set up with. */
    void requireMemory(SparkContext context) throws ConfigurationException {
        Cluster cluster = Cluster.of(context);
        extraction.requireMemory(cluster, batchSize(cluster, context), sink.rowGroup(context));
    }

    /** What a task has for images. */
    TaskMemory memory(SparkContext context) {
        return extraction.memory(Cluster.of(context), sink.rowGroup(context));
    }

    private int batchSize(Cluster cluster, SparkContext context) {
        return Sizing.batchSize(extraction, cluster, rowGroupBytes(context));
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
        return sink.output().directory().toString();
    }

    /**
     * Extracts and writes; where the output is added to, a round after the other, each with a commit of its own.
     *
     * @return how the first of them was divided
     */
    private Sizing write(Images images, Counters counters, FaultListener faults, RunLock lock, SparkSession spark)
            throws ConfigurationException, IOException {
        SparkContext context = spark.sparkContext();
        Listing all = images.listing();
        List<Listing> rounds = options.incremental() ? all.rounds(options.roundSize()) : List.of(all);
        Cluster cluster = Cluster.of(context);
        Sizing first = sizing(rounds.isEmpty() ? all : rounds.get(0), context);
        context.addSparkListener(faults);
        context.setInterruptOnCancel(false);
        boolean written = false;
        Progress progress = new Progress(counters, all.images(), System.err, Terminal.isStderr());
        context.addSparkListener(progress);
        try (Extractor extractor = extraction.on(spark, memory(context))) {
            for (Listing round : rounds) {
                lock.requireHeld();
                Sizing sizing = Sizing.of(options, first.batchSize(), round.imagesAbout(), round.partitions(), cluster);
                long done = counters.images().value();
                long outages = counters.outages().value();
                sink.write(extractor.apply(images.of(round), sizing, counters));
                requireStorage(
                        counters.images().value() - done, counters.outages().value() - outages, counters, context);
            }
            written = true;
        } finally {
            progress.close();
            hear(context);
            context.removeSparkListener(progress);
            context.removeSparkListener(faults);
            if (!written) {
                awaitTasks(context);
            }
        }
        return first;
    }

    /** Waits until the listeners know what has happened. */
    private static void hear(SparkContext context) {
        try {
            context.listenerBus().waitUntilEmpty(PATIENCE.toMillis());
        } catch (TimeoutException e) {
            // What they tell is then a little less than all.
        }
    }

    /** Fails where storage gave no image at all: what is out is more than these files. */
    private void requireStorage(long images, long outages, Counters counters, SparkContext context) throws IOException {
        if (images > 0 && images == outages) {
            manifest.write(Optional.empty(), sink.output(), context.hadoopConfiguration());
            throw new FailedRunException("storage gave none of " + images + " images: "
                    + counters.firstFailures().get(0)
                    + "; when it is back, the same command with --incremental tries them again");
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
