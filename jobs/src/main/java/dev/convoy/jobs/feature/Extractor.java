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

/** An extraction on Spark. */
public final class Extractor {

    private static final String MAX_LENGTH = "spark.sql.sources.binaryFile.maxLength";

    private final Extraction extraction;
    private final SparkSession spark;
    private final Counters counters;
    private final Broadcast<ModelFiles> model;
    private final Broadcast<SerializableConfiguration> hadoop;

    Extractor(Extraction extraction, SparkSession spark, Counters counters) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.extraction = extraction;
        this.spark = spark;
        this.counters = counters;
        this.model = context.broadcast(extraction.files());
        this.hadoop = context.broadcast(
                new SerializableConfiguration(spark.sessionState().newHadoopConf()));
    }

    /** The rows of {@link FeatureSchema}, one an image, unless the mode drops the bad ones. */
    public Dataset<Row> apply(Images images, Sizing sizing) throws ConfigurationException {
        extraction.check(images);
        RDD<InternalRow> rows = images.listing()
                .rows(spark, sizing.shares())
                .toJavaRDD()
                .mapPartitions(task(images, sizing))
                .rdd();
        return spark.internalCreateDataFrame(rows, extraction.schema(images.carried()), false);
    }

    private ExtractionTask task(Images images, Sizing sizing) {
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
                options.mode(),
                attempts(spark.sparkContext()),
                counters);
    }

    /** How often Spark tries a task, as the scheduler knows it: in local mode the setting is not in force. */
    public static int attempts(SparkContext context) {
        return context.taskScheduler() instanceof TaskSchedulerImpl scheduler ? scheduler.maxTaskFailures() : 1;
    }
}
