package dev.convoy.jobs.feature;

import dev.convoy.Model;
import dev.convoy.ModelFiles;
import dev.convoy.image.ImageException;
import dev.convoy.image.Preprocessing;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.conf.PixelOptions;
import dev.convoy.jobs.conf.Size;
import dev.convoy.jobs.source.Images;
import dev.convoy.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A planned extraction: a model, its preprocessing and the columns its layers' outputs become. */
public final class Extraction {

    private final ExtractOptions options;
    private final ModelFiles files;
    private final String modelName;
    /** It takes a second for 200 MB, and is not asked for at once. */
    private final CompletableFuture<String> sha256;

    private final Preprocessing preprocessing;
    private final Optional<Shape> input;
    private final Optional<Shape> designedFor;
    private final List<TensorColumn> tensors;

    private Extraction(
            ExtractOptions options,
            ModelFiles files,
            CompletableFuture<String> sha256,
            String modelName,
            Preprocessing preprocessing,
            Optional<Shape> input,
            Optional<Shape> designedFor,
            List<TensorColumn> tensors) {
        this.options = options;
        this.files = files;
        this.sha256 = sha256;
        this.modelName = modelName;
        this.preprocessing = preprocessing;
        this.input = input;
        this.designedFor = designedFor;
        this.tensors = tensors;
    }

    /** Reads the model and checks all that can be checked without an image. */
    public static Extraction plan(ExtractOptions options) throws ConfigurationException {
        try {
            ModelFiles files =
                    ModelFiles.read(options.model(), options.weights().map(Path::of));
            CompletableFuture<String> sha256 = CompletableFuture.supplyAsync(files::sha256);
            Model model = Model.of(files);
            Preprocessing preprocessing = preprocessing(options.pixels());
            Optional<Shape> input = inputShape(options, preprocessing);
            return new Extraction(
                    options,
                    files,
                    sha256,
                    model.name(),
                    preprocessing,
                    input,
                    model.inputShape().map(batch -> batch.slice(1, batch.rank())),
                    OutputColumns.of(options, model, input));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    /** This extraction on Spark; the model is sent there once. */
    public Extractor on(SparkSession spark, Counters counters) {
        return new Extractor(this, (org.apache.spark.sql.classic.SparkSession) spark, counters);
    }

    /**
     * What a batch takes of images of the size that all have, or of 224 by 224 where they have any. None where the
     * network does not take such an image, or has no plan.
     *
     * @param threads the cores of a task
     * @param rowGroupBytes the row group that a task gathers
     */
    public Optional<Demand> demand(int batchSize, int threads, long rowGroupBytes) {
        Model model = ModelCache.model(modelSha256(), TensorColumn.layers(tensors), options.precision(), () -> files);
        Shape image = input.orElse(OutputColumns.ANY_IMAGE);
        Shape one = FeatureIterator.batchOf(1, image);
        try {
            long layerBytes = model.outputShapes(one).values().stream()
                    .mapToLong(shape -> (long) Float.BYTES * shape.elements())
                    .sum();
            long multiplyAdds = model.summary(one).multiplyAdds();
            return model.footprint(one.with(0, batchSize), threads)
                    .map(footprint -> Demand.of(
                            image, multiplyAdds, files.bytes(), footprint, batchSize, layerBytes, rowGroupBytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Refuses images that do not go with the options, before any is read. */
    public void check(Images images) throws ConfigurationException {
        new ImageCheck(this, images).run();
    }

    ExtractOptions options() {
        return options;
    }

    ModelFiles files() {
        return files;
    }

    /** The network's input, {@code [C, H, W]}, where it is the same for every image. */
    public Optional<Shape> input() {
        return input;
    }

    public String modelName() {
        return modelName;
    }

    public String modelSha256() {
        return sha256.join();
    }

    public Preprocessing preprocessing() {
        return preprocessing;
    }

    public List<TensorColumn> tensors() {
        return tensors;
    }

    /** The carried columns by which files are divided among directories. */
    public List<String> partitionBy() {
        return options.partitionBy();
    }

    /** The schema of the rows, of images that bring these columns. */
    StructType schema(StructType carried) {
        return FeatureSchema.of(tensors, carried, modelName, modelSha256());
    }

    /** All columns that files of such rows may have. */
    public StructType columns(StructType carried) {
        return FeatureSchema.withoutDirectory(schema(carried));
    }

    /** The image that the model was made or exported for, {@code [C, H, W]}, where that is known. */
    public Optional<Shape> designedFor() {
        return designedFor;
    }

    /** The bytes of a row's tensors in the files, before compression; none where they vary from image to image. */
    public OptionalLong rowBytes() {
        return tensors.stream().allMatch(tensor -> tensor.bytes().isPresent())
                ? OptionalLong.of(tensors.stream()
                        .mapToLong(tensor -> tensor.bytes().orElseThrow())
                        .sum())
                : OptionalLong.empty();
    }

    /** The network's input for every image, where it is the same. */
    private static Optional<Shape> inputShape(ExtractOptions options, Preprocessing preprocessing)
            throws ImageException {
        if (options.input().shape().isPresent()) {
            List<Integer> sizes = options.input().shape().get();
            return Optional.of(Shape.of(sizes.get(0), sizes.get(1), sizes.get(2)));
        }
        return preprocessing.fixedSize() ? Optional.of(preprocessing.outputShape(1, 1)) : Optional.empty();
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
