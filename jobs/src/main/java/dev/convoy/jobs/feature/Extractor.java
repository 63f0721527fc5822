package dev.convoy.jobs.feature;

import dev.convoy.ModelFiles;
import dev.convoy.image.ImageDecoder;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.FeatureOptions;
import dev.convoy.jobs.conf.PixelOptions;
import dev.convoy.jobs.internals.RowMapping;
import dev.convoy.jobs.source.ColumnValues;
import dev.convoy.jobs.source.Frame;
import dev.convoy.jobs.source.ImageReader;
import dev.convoy.jobs.source.Images;
import dev.convoy.jobs.source.LengthLimit;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** An extraction on Spark. What was sent there for it stays until it is closed. */
public final class Extractor implements AutoCloseable {

    private static final String MAX_LENGTH = "spark.sql.sources.binaryFile.maxLength";

    /** Behind path, width and height. */
    static final int FIRST_TENSOR = 3;

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
                .mapPartitions(task(images.reader(), images.carried(), sizing.batchSize(), counters))
                .rdd();
        return spark.internalCreateDataFrame(rows, extraction.schema(images.carried()), false);
    }

    /**
     * A DataFrame's columns, then a column a layer, then that of the errors: one row an image, unless the mode drops
     * the bad ones. Spark plans and runs it when it likes: this extractor is not to be closed before.
     *
     * @param errors the name of the last column
     */
    public Dataset<Row> apply(Frame frame, int batchSize, String errors, Counters counters)
            throws ConfigurationException {
        StructField[] made = extraction.schema(frame.columns()).fields();
        StructType numbered = new StructType();
        for (int i = 0; i < made.length; i++) {
            numbered = numbered.add(Integer.toString(i), made[i].dataType(), true, made[i].metadata());
        }
        Dataset<Row> rows = RowMapping.mapPartitions(
                frame.rows(), task(frame.reader(), frame.columns(), batchSize, counters), numbered);
        int firstColumn = FIRST_TENSOR + extraction.tensors().size();
        int error = firstColumn + frame.columns().length();
        int[] places = IntStream.concat(
                        IntStream.range(firstColumn, error),
                        IntStream.concat(IntStream.range(FIRST_TENSOR, firstColumn), IntStream.of(error)))
                .toArray();
        StructField[] wanted = extraction.columns(frame, errors).fields();
        Column[] columns = new Column[wanted.length];
        Arrays.setAll(columns, i -> rows.col(Integer.toString(places[i])).as(wanted[i].name(), wanted[i].metadata()));
        return rows.select(columns);
    }

    /** A function of one image at a time. */
    ExtractionTask single(ColumnValues values, Counters counters) {
        return task(values.reader(), new StructType(), 1, counters);
    }

    /** Takes what was sent from all executors; rows that were not made by then will not be. */
    @Override
    public void close() {
        model.destroy();
        hadoop.destroy();
    }

    private ExtractionTask task(ImageReader reader, StructType carried, int batchSize, Counters counters) {
        FeatureOptions options = extraction.options();
        PixelOptions pixels = options.pixels();
        LengthLimit maxLength = pixels.maxBytes().isPresent()
                ? new LengthLimit(pixels.maxBytes().get(), "--max-bytes")
                : new LengthLimit(Long.parseLong(spark.conf().get(MAX_LENGTH)), MAX_LENGTH);
        return new ExtractionTask(
                model,
                extraction.modelSha256(),
                hadoop,
                reader,
                carried,
                extraction.partitionBy(),
                spark.sessionState().conf().sessionLocalTimeZone(),
                maxLength,
                new ImageDecoder(pixels.maxPixels()).applyExifOrientation(pixels.applyExifOrientation()),
                extraction.preprocessing(),
                extraction.tensors(),
                OutputForm.of(options),
                options.precision(),
                batchSize,
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
