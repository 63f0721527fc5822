package dev.convoy.jobs.feature;

import dev.convoy.ModelFiles;
import dev.convoy.image.ImageDecoder;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.conf.PixelOptions;
import dev.convoy.jobs.source.Images;
import dev.convoy.jobs.source.LengthLimit;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** An extraction on Spark. What was sent there for it stays until it is closed. */
public final class Extractor implements AutoCloseable {

    private static final String MAX_LENGTH = "spark.sql.sources.binaryFile.maxLength";

    private final Extraction extraction;
    private final SparkSession spark;
    private final TaskMemory memory;
    private final Broadcast<ModelFiles> model;
    private final Broadcast<SerializableConfiguration> hadoop;

    Extractor(Extraction extraction, SparkSession spark, TaskMemory memory) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.extraction = extraction;
        this.spark = spark;
        this.memory = memory;
        this.model = context.broadcast(extraction.files());
        this.hadoop = context.broadcast(
                new SerializableConfiguration(spark.sessionState().newHadoopConf()));
    }

    /** The rows of {@link FeatureSchema}, one an image, unless the mode drops the bad ones. */
    public Dataset<Row> apply(Images images, Sizing sizing, Counters counters) throws ConfigurationException {
        extraction.check(images);
        RDD<InternalRow> rows = images.listing()
                .rows(spark, sizing.shares())
                .toJavaRDD()
                .mapPartitions(task(images, sizing, counters))
                .rdd();
        return spark.internalCreateDataFrame(rows, extraction.schema(images.carried()), false);
    }

    /** Takes what was sent from all executors; rows that were not made by then will not be. */
    @Override
    public void close() {
        model.destroy();
        hadoop.destroy();
    }

    private ExtractionTask task(Images images, Sizing sizing, Counters counters) {
        ExtractOptions options = extraction.options();
        PixelOptions pixels = options.pixels();
        LengthLimit maxLength = pixels.maxBytes().isPresent()
                ? new LengthLimit(pixels.maxBytes().get(), "--max-bytes")
                : new LengthLimit(Long.parseLong(spark.conf().get(MAX_LENGTH)), MAX_LENGTH);
        return new ExtractionTask(
                model,
                extraction.modelSha256(),
                hadoop,
                images.reader(),
                images.carried(),
                extraction.partitionBy(),
                spark.sessionState().conf().sessionLocalTimeZone(),
                maxLength,
                new ImageDecoder(pixels.maxPixels()).applyExifOrientation(pixels.applyExifOrientation()),
                extraction.preprocessing(),
                extraction.tensors(),
                OutputForm.of(options),
                options.precision(),
                sizing.batchSize(),
                memory,
                options.mode(),
                attempts(spark.sparkContext()),
                counters);
    }

    /** How often Spark tries a task, as the scheduler knows it: in local mode the setting is not in force. */
    public static int attempts(SparkContext context) {
        return context.taskScheduler() instanceof TaskSchedulerImpl scheduler ? scheduler.maxTaskFailures() : 1;
    }
}
