package dev.convoy.jobs.feature;

import dev.convoy.ModelFiles;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.FeatureOptions;
import dev.convoy.jobs.internals.ValueFunction;
import dev.convoy.jobs.source.ColumnValues;
import dev.convoy.jobs.source.Frame;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * An extraction from users' DataFrames, which Spark runs when it likes: what was sent to its executors stays there
 * until nothing names this any more.
 */
public final class DataFrameExtraction {

    private final Extraction extraction;
    private SparkContext context;
    private Extractor extractor;
    private int batchSize;

    private DataFrameExtraction(Extraction extraction) {
        this.extraction = extraction;
    }

    /**
     * Reads the model and checks all that can be checked without a DataFrame.
     *
     * @param model its files, where they were read already
     */
    public static DataFrameExtraction plan(FeatureOptions options, Optional<ModelFiles> model)
            throws ConfigurationException {
        return new DataFrameExtraction(
                model.isPresent()
                        ? Extraction.plan(options, List.of(), model.get())
                        : Extraction.plan(options, List.of()));
    }

    /** The model's files. */
    public ModelFiles model() {
        return extraction.files();
    }

    /** The SHA-256 that names the model, in hexadecimal. */
    public String modelSha256() {
        return extraction.modelSha256();
    }

    /** The columns that the layers' outputs become. */
    public List<TensorColumn> tensors() {
        return extraction.tensors();
    }

    /** The columns of a DataFrame with its features. */
    public StructType schema(Frame frame, String errors) throws ConfigurationException {
        return extraction.columns(frame, errors);
    }

    /**
     * A DataFrame with its features, and the errors of images that have none.
     *
     * @param errors the name of the column of the errors
     */
    public Dataset<Row> apply(Frame frame, String errors) throws ConfigurationException {
        extraction.columns(frame, errors);
        SparkSession spark = frame.rows().sparkSession();
        send(spark);
        return extractor.apply(frame, batchSize, errors, Counters.register(spark.sparkContext()));
    }

    /** The struct of the layers' columns and the error. */
    public StructType struct() {
        return new StructType(FeatureSchema.featuresAndError(
                        extraction.tensors(), FeatureSchema.ERROR, extraction.modelName(), extraction.modelSha256())
                .toArray(StructField[]::new));
    }

    /**
     * A function of an image, a null or an error where it is broken.
     *
     * @param first whether its value is that of the first layer alone, and not {@link #struct}
     */
    public ValueFunction function(ColumnValues values, boolean first, SparkSession spark)
            throws ConfigurationException {
        if (values.tensors()) {
            extraction.requireNoPreprocessing();
        }
        send(spark);
        return new ValueExtraction(extractor.single(values, Counters.register(spark.sparkContext())), first, this);
    }

    /** Sends the model to a cluster whose memory it fits; once. */
    private synchronized void send(SparkSession spark) throws ConfigurationException {
        if (context == spark.sparkContext()) {
            return;
        }
        Cluster cluster = Cluster.of(spark.sparkContext());
        batchSize = Sizing.batchSize(extraction, cluster, 0);
        extraction.requireMemory(cluster, batchSize, 0);
        extractor = extraction.on(spark, extraction.memory(cluster, 0));
        context = spark.sparkContext();
    }
}
