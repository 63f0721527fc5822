package dev.convoy.jobs.feature;

import dev.convoy.Model;
import dev.convoy.ModelFiles;
import dev.convoy.image.ImageDecoder;
import dev.convoy.image.Preprocessing;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.conf.PixelOptions;
import dev.convoy.jobs.conf.Size;
import dev.convoy.jobs.source.Images;
import dev.convoy.jobs.source.LengthLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** A planned extraction: a model, its preprocessing and the columns its layers' outputs become. */
public final class Extraction {

    private static final String MAX_LENGTH = "spark.sql.sources.binaryFile.maxLength";

    private final ExtractOptions options;
    private final ModelFiles files;
    private final String modelName;
    private final String sha256;
    private final Preprocessing preprocessing;
    private final List<TensorColumn> tensors;

    private Extraction(
            ExtractOptions options,
            ModelFiles files,
            String modelName,
            Preprocessing preprocessing,
            List<TensorColumn> tensors) {
        this.options = options;
        this.files = files;
        this.modelName = modelName;
        this.sha256 = files.sha256();
        this.preprocessing = preprocessing;
        this.tensors = tensors;
    }

    /** Reads the model and checks all that can be checked without an image. */
    public static Extraction plan(ExtractOptions options) throws ConfigurationException {
        try {
            ModelFiles files =
                    ModelFiles.read(options.model(), options.weights().map(Path::of));
            Model model = Model.of(files);
            Preprocessing preprocessing = preprocessing(options.pixels());
            return new Extraction(
                    options, files, model.name(), preprocessing, OutputColumns.of(options, model, preprocessing));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    /** The rows of {@link FeatureSchema}, one an image, unless the mode drops the bad ones. */
    public Dataset<Row> apply(Images images, Counters counters) throws ConfigurationException {
        requirePlaces(images.carried());
        requireNoPreprocessing(images);
        SparkSession spark = (SparkSession) images.rows().sparkSession();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<ModelFiles> model = context.broadcast(files);
        Broadcast<SerializableConfiguration> hadoop = context.broadcast(
                new SerializableConfiguration(spark.sessionState().newHadoopConf()));
        PixelOptions pixels = options.pixels();
        ImageDecoder decoder = new ImageDecoder(pixels.maxPixels()).applyExifOrientation(pixels.applyExifOrientation());
        LengthLimit maxLength = pixels.maxBytes().isPresent()
                ? new LengthLimit(pixels.maxBytes().get(), "--max-bytes")
                : new LengthLimit(Long.parseLong(spark.conf().get(MAX_LENGTH)), MAX_LENGTH);
        ExtractionTask task = new ExtractionTask(
                model,
                sha256,
                hadoop,
                images.reader(),
                images.carried(),
                maxLength,
                decoder,
                preprocessing,
                tensors,
                OutputForm.of(options),
                options.precision(),
                options.batchSize(),
                options.mode(),
                counters);
        RDD<InternalRow> rows = ((org.apache.spark.sql.classic.Dataset<Row>) images.rows())
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(task)
                .rdd();
        return spark.internalCreateDataFrame(
                rows, FeatureSchema.of(tensors, images.carried(), modelName, sha256), false);
    }

    /** A column that is carried needs a name that the output has not given away. */
    private void requirePlaces(StructType carried) throws ConfigurationException {
        for (String name : carried.fieldNames()) {
            boolean taken = FeatureSchema.RESERVED.stream().anyMatch(name::equalsIgnoreCase)
                    || tensors.stream().anyMatch(tensor -> name.equalsIgnoreCase(tensor.name()));
            if (taken) {
                throw new ConfigurationException("column '" + name + "' of the input would be carried, but the output"
                        + " has one of its own; say which to carry without it: --carry-columns a,b (or \"\" for none)");
            }
        }
    }

    private void requireNoPreprocessing(Images images) throws ConfigurationException {
        if (images.tensors() && !preprocessing.equals(Preprocessing.none())) {
            throw new ConfigurationException("tensors go into the network as they are, but the options say "
                    + preprocessing + "; leave out what resizes, crops, scales, normalises or orders channels");
        }
    }

    public String modelName() {
        return modelName;
    }

    public String modelSha256() {
        return sha256;
    }

    public Preprocessing preprocessing() {
        return preprocessing;
    }

    public List<TensorColumn> tensors() {
        return tensors;
    }

    /** The bytes of a row's tensors; none where they vary from image to image. */
    public OptionalLong rowBytes() {
        return tensors.stream().allMatch(tensor -> tensor.shape().isPresent())
                ? OptionalLong.of(tensors.stream()
                        .mapToLong(tensor -> (long) Float.BYTES
                                * tensor.shape().orElseThrow().elements())
                        .sum())
                : OptionalLong.empty();
    }

    private static Preprocessing preprocessing(PixelOptions options) {
        Preprocessing preprocessing = Preprocessing.none()
                .interpolation(options.interpolation())
                .scale(options.scale().factor(), options.scale().divisor())
                .normalize(floats(options.mean()), floats(options.std()))
                .channelOrder(options.channelOrder());
        if (options.resize().isPresent()) {
            Size size = options.resize().get();
            preprocessing = size instanceof Size.Exact exact
                    ? preprocessing.resize(exact.height(), exact.width())
                    : preprocessing.resize(((Size.ShorterSide) size).length());
        }
        if (options.crop().isPresent()) {
            Size.Exact size = options.crop().get();
            preprocessing = preprocessing.centerCrop(size.height(), size.width());
        }
        return preprocessing;
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }
}
