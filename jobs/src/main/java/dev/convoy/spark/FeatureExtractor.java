package dev.convoy.spark;

import static org.apache.spark.sql.functions.when;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.FeatureOptions;
import dev.convoy.jobs.feature.DataFrameExtraction;
import dev.convoy.jobs.feature.TensorColumn;
import dev.convoy.jobs.source.Frame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Makes features of a column of images: a <a href="https://spark.apache.org/docs/latest/ml-pipeline.html">Spark ML</a>
 * Transformer that keeps all columns and adds one a layer, and one of the errors.
 *
 * <p>The input column holds the bytes of image files ({@code BINARY}), Spark's image structs, the paths of files
 * ({@code STRING}), which its tasks read, or a network's inputs: {@code STRUCT<data: ARRAY<FLOAT>, shape: ARRAY<INT>>},
 * or {@code ARRAY<FLOAT>} with a {@code shapeCol} or an {@code inputShape}. A layer's column is {@code ARRAY<FLOAT>},
 * row-major, where all images' outputs have one shape, which is in the column's metadata; else {@code STRUCT<data:
 * ARRAY<FLOAT>, shape: ARRAY<INT>>}. It is named after its layer, {@code .} written as {@code _}. An image that is null
 * or broken has null features and an error, {@code STRUCT<stage: STRING, reason: STRING, retryable: BOOLEAN>}, which is
 * null of all others.
 *
 * <p>The same bits come of it as of {@code convoy extract}, whatever the batches and partitions. Its params are the
 * options of that command; what cannot be is an {@link IllegalArgumentException}, before a row is read.
 */
public final class FeatureExtractor extends Transformer implements MLWritable {

    private static final long serialVersionUID = 1;

    private static final String ARRAY = "array";
    private static final String VECTOR = "vector";

    private final String uid;
    private final OptionParams options;
    private final Param<String> inputCol;
    private final Param<String> shapeCol;
    private final Param<String> errorCol;
    private final Param<String> outputType;
    private final Param<String> spec;

    /** What an extractor that was loaded brings with it; null of others. */
    private final SavedModel saved;

    private transient FeatureOptions planned;
    private transient DataFrameExtraction extraction;

    /** An extractor of which nothing is set. */
    public FeatureExtractor() {
        this(Identifiable.randomUID("convoy"));
    }

    /**
     * An extractor of which nothing is set.
     *
     * @param uid what names it among the stages of pipelines
     */
    public FeatureExtractor(String uid) {
        this(uid, null);
    }

    FeatureExtractor(String uid, SavedModel saved) {
        this.uid = uid;
        this.saved = saved;
        this.options = new OptionParams(this);
        this.inputCol = param("inputCol", "The column of images: bytes, Spark's image structs, paths, or tensors.");
        this.shapeCol = param("shapeCol", "The column of the shapes of the tensors in inputCol, of ARRAY<FLOAT>.");
        this.errorCol = param("errorCol", "The name of the column of errors.");
        this.outputType = param(
                "outputType",
                "array: columns of ARRAY<FLOAT>; vector: of ml.linalg.Vector, where outputs are vectors.");
        this.spec = param("spec", "A file of options, on any Hadoop file system, as convoy extract takes; params win.");
        setDefault(errorCol, "error");
        setDefault(outputType, ARRAY);
        options.setDefaults(this);
    }

    private Param<String> param(String name, String doc) {
        return new Param<>(uid, name, doc);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Param<?>[] params() {
        List<Param<?>> all = new ArrayList<>(List.of(inputCol, shapeCol, errorCol, outputType, spec));
        all.addAll(options.all().values());
        all.sort((a, b) -> a.name().compareTo(b.name()));
        return all.toArray(Param[]::new);
    }

    /** The column of images. */
    public FeatureExtractor setInputCol(String column) {
        set(inputCol, column);
        return this;
    }

    /** The column of the shapes of tensors, {@code ARRAY<INT>} or {@code ARRAY<BIGINT>}. */
    public FeatureExtractor setShapeCol(String column) {
        set(shapeCol, column);
        return this;
    }

    /** The name of the column of errors; {@code error} if not set. */
    public FeatureExtractor setErrorCol(String column) {
        set(errorCol, column);
        return this;
    }

    /** {@code array}, as if not set, or {@code vector}, where every layer's outputs are vectors of one length. */
    public FeatureExtractor setOutputType(String type) {
        if (!type.equals(ARRAY) && !type.equals(VECTOR)) {
            throw new IllegalArgumentException("outputType: expected array or vector, but it is '" + type + "'");
        }
        set(outputType, type);
        return this;
    }

    /** A file of options (HOCON), whose keys are those of {@code convoy extract}; what is set here wins. */
    public FeatureExtractor setSpec(String path) {
        set(spec, path);
        return this;
    }

    /** A model's description, an ONNX file, or an architecture's name. */
    public FeatureExtractor setModel(String model) {
        return option("model", model);
    }

    /** The model's weights: safetensors, .pth, .npz or Arrow. */
    public FeatureExtractor setWeights(String path) {
        return option("weights", path);
    }

    /** The layers whose outputs are made; the model's last if not set. */
    public FeatureExtractor setLayers(String... layers) {
        return option("layers", layers);
    }

    /** {@code avg} or {@code max}: of a feature map, C by H by W, a value a channel. */
    public FeatureExtractor setPool(String pool) {
        return option("pool", pool);
    }

    /** Whether tensors become vectors. */
    public FeatureExtractor setFlatten(boolean flatten) {
        return option("flatten", flatten);
    }

    /** {@code imagenet}: resize, crop, mean and std of torchvision's classifiers, for what is not set. */
    public FeatureExtractor setPreset(String preset) {
        return option("preset", preset);
    }

    /** Whether images are turned as EXIF says. */
    public FeatureExtractor setApplyExifOrientation(boolean apply) {
        return option("apply-exif-orientation", apply);
    }

    /** {@code "S"}, the shorter side, or {@code "H,W"}. */
    public FeatureExtractor setResize(String size) {
        return option("resize", size);
    }

    /** How to resize, as Pillow does. */
    public FeatureExtractor setInterpolation(String interpolation) {
        return option("interpolation", interpolation);
    }

    /** {@code "S"}, S by S, or {@code "H,W"}, from the centre. */
    public FeatureExtractor setCrop(String size) {
        return option("crop", size);
    }

    /** What the channels, which are 0 to 255, are multiplied by: {@code "1/255"} if not set. */
    public FeatureExtractor setScale(String scale) {
        return option("scale", scale);
    }

    /** Subtracted from the channels after that: {@code "r,g,b"}. */
    public FeatureExtractor setMean(String mean) {
        return option("mean", mean);
    }

    /** What the channels are divided by after that: {@code "r,g,b"}. */
    public FeatureExtractor setStd(String std) {
        return option("std", std);
    }

    /** {@code RGB} or {@code BGR}, the order of the network's input. */
    public FeatureExtractor setChannelOrder(String order) {
        return option("channel-order", order);
    }

    /** The shape of every tensor of the input: {@code "C,H,W"}. */
    public FeatureExtractor setInputShape(String shape) {
        return option("input-shape", shape);
    }

    /** An image of more pixels is a broken one. */
    public FeatureExtractor setMaxPixels(long pixels) {
        return option("max-pixels", pixels);
    }

    /** A longer file is a broken image. */
    public FeatureExtractor setMaxBytes(int bytes) {
        return option("max-bytes", bytes);
    }

    /** {@code fast} or {@code strict}. */
    public FeatureExtractor setPrecision(String precision) {
        return option("precision", precision);
    }

    /** Images that run through the network together: a matter of speed and memory, not of results. */
    public FeatureExtractor setBatchSize(int images) {
        return option("batch-size", images);
    }

    /**
     * Broken images: {@code PERMISSIVE}, null features; {@code DROPMALFORMED}, no row; {@code FAILFAST}, the job fails.
     */
    public FeatureExtractor setMode(String mode) {
        return option("mode", mode);
    }

    private FeatureExtractor option(String name, Object value) {
        set(options.of(name), value);
        return this;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        try {
            requireInputCol();
            DataFrameExtraction with = extraction(dataset.sparkSession());
            Frame frame = frame(dataset);
            vectors(with);
            Dataset<Row> made = with.apply(frame, getOrDefault(errorCol));
            List<Column> columns = new ArrayList<>();
            for (StructField field : made.schema().fields()) {
                Column column = made.col("`" + field.name().replace("`", "``") + "`");
                columns.add(isVector(with, field) ? vector(column).as(field.name()) : column);
            }
            return made.select(columns.toArray(Column[]::new));
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public StructType transformSchema(StructType schema) {
        SparkSession spark = SparkSession.active();
        try {
            requireInputCol();
            DataFrameExtraction with = extraction(spark);
            vectors(with);
            StructType made = with.schema(frame(spark.createDataFrame(List.of(), schema)), getOrDefault(errorCol));
            StructType columns = new StructType();
            for (StructField field : made.fields()) {
                columns = columns.add(
                        isVector(with, field)
                                ? DataTypes.createStructField(field.name(), SQLDataTypes.VectorType(), true)
                                : field);
            }
            return columns;
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void requireInputCol() {
        if (!isSet(inputCol)) {
            throw new IllegalArgumentException(
                    "inputCol: expected the name of the column of images, but it is not set");
        }
    }

    /** By the options that were planned last. */
    private Frame frame(Dataset<?> dataset) throws ConfigurationException {
        Optional<String> shapes = isSet(shapeCol) ? Optional.of(getOrDefault(shapeCol)) : Optional.empty();
        return Frame.of(dataset, getOrDefault(inputCol), shapes, planned.inputShape());
    }

    private boolean isVector(DataFrameExtraction with, StructField field) {
        return getOrDefault(outputType).equals(VECTOR)
                && with.tensors().stream().anyMatch(tensor -> tensor.name().equals(field.name()));
    }

    private void vectors(DataFrameExtraction with) throws ConfigurationException {
        for (TensorColumn tensor : with.tensors()) {
            boolean vector = tensor.shape().filter(shape -> shape.rank() == 1).isPresent();
            if (getOrDefault(outputType).equals(VECTOR) && !vector) {
                throw new ConfigurationException(
                        "outputType: vector is for outputs that are vectors of one length, but "
                                + (tensor.shape().isPresent() ? tensor.toString() : tensor + ", whose shape varies,")
                                + " is none; set pool, or flatten with an exact resize or a crop");
            }
        }
    }

    private static Column vector(Column floats) {
        return when(
                floats.isNotNull(),
                functions.array_to_vector(floats.cast(DataTypes.createArrayType(DataTypes.DoubleType))));
    }

    /** The options as they are set now. */
    private FeatureOptions options(SparkSession spark) throws ConfigurationException {
        Map<String, String> given = new LinkedHashMap<>();
        options.all().forEach((name, param) -> {
            if (isSet(param)) {
                given.put(name, OptionParams.text(getOrDefault(param)));
            }
        });
        String path = isSet(spec) ? getOrDefault(spec) : "";
        return FeatureOptions.of(given, path, specText(spark));
    }

    /** What the spec's file says, if there is one. */
    String specText(SparkSession spark) throws ConfigurationException {
        if (saved != null) {
            return saved.spec();
        }
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        return isSet(spec) ? SpecFile.read(getOrDefault(spec), hadoop) : "";
    }

    /** The extraction of the options as they are set now; kept as long as they stay. */
    synchronized DataFrameExtraction extraction(SparkSession spark) throws ConfigurationException {
        FeatureOptions now = options(spark);
        if (!now.equals(planned)) {
            extraction =
                    DataFrameExtraction.plan(now, Optional.ofNullable(saved).map(SavedModel::files));
            planned = now;
        }
        return extraction;
    }

    @Override
    public FeatureExtractor copy(ParamMap extra) {
        return copyValues(new FeatureExtractor(uid, saved), extra);
    }

    /** Saves the params with the model and the spec: what is loaded needs no other file. */
    @Override
    public MLWriter write() {
        return new SavedModel.Writer(this);
    }

    /** Loads what {@link #write} saved. */
    public static MLReader<FeatureExtractor> read() {
        return new SavedModel.Reader();
    }

    /** Loads what {@link #save} saved. */
    public static FeatureExtractor load(String path) {
        return read().load(path);
    }
}
