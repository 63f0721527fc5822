package dev.convoy.jobs.feature;

import dev.convoy.Model;
import dev.convoy.ModelFiles;
import dev.convoy.image.ImageException;
import dev.convoy.image.Preprocessing;
import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.FeatureOptions;
import dev.convoy.jobs.conf.PixelOptions;
import dev.convoy.jobs.conf.Size;
import dev.convoy.jobs.source.Frame;
import dev.convoy.jobs.source.Images;
import dev.convoy.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A planned extraction: a model, its preprocessing and the columns its layers' outputs become. */
public final class Extraction {

    private final FeatureOptions options;
    private final List<String> partitionBy;
    private final ModelFiles files;
    private final Model model;
    /** It takes a second for 200 MB, and is not asked for at once. */
    private final CompletableFuture<String> sha256;

    private final Preprocessing preprocessing;
    private final Optional<Shape> input;
    private final Optional<Shape> designedFor;
    private final List<TensorColumn> tensors;

    private Extraction(
            FeatureOptions options,
            List<String> partitionBy,
            ModelFiles files,
            CompletableFuture<String> sha256,
            Model model,
            Preprocessing preprocessing,
            Optional<Shape> input,
            Optional<Shape> designedFor,
            List<TensorColumn> tensors) {
        this.options = options;
        this.partitionBy = List.copyOf(partitionBy);
        this.files = files;
        this.sha256 = sha256;
        this.model = model;
        this.preprocessing = preprocessing;
        this.input = input;
        this.designedFor = designedFor;
        this.tensors = tensors;
    }

    /**
     * Reads the model and checks all that can be checked without an image.
     *
     * @param partitionBy the carried columns by which files are divided among directories
     */
    public static Extraction plan(FeatureOptions options, List<String> partitionBy) throws ConfigurationException {
        try {
            return plan(
                    options,
                    partitionBy,
                    ModelFiles.read(options.model(), options.weights().map(Path::of)));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(options, e);
        }
    }

    /** As {@link #plan(FeatureOptions, List)}, of a model that was read already. */
    public static Extraction plan(FeatureOptions options, List<String> partitionBy, ModelFiles files)
            throws ConfigurationException {
        try {
            requireHeap(files.bytes(), options);
            CompletableFuture<String> sha256 = CompletableFuture.supplyAsync(files::sha256);
            Model model = Model.of(files);
            Preprocessing preprocessing = preprocessing(options.pixels());
            Optional<Shape> input = inputShape(options, preprocessing);
            List<TensorColumn> tensors = OutputColumns.of(options, model, input);
            Model cut = model.cut(TensorColumn.layers(tensors).toArray(String[]::new));
            return new Extraction(
                    options,
                    partitionBy,
                    files,
                    sha256,
                    cut.precision(options.precision()),
                    preprocessing,
                    input,
                    model.inputShape().map(batch -> batch.slice(1, batch.rank())),
                    tensors);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(options, e);
        }
    }

    private static ConfigurationException tooLarge(FeatureOptions options, OutOfMemoryError e) {
        return new ConfigurationException(
                options.model() + ": the driver's heap of "
                        + Demand.megabytes(Runtime.getRuntime().maxMemory())
                        + " does not hold the model; give it more: --driver-memory "
                        + (Runtime.getRuntime().maxMemory() / (1L << 29) + 1) + "g",
                e);
    }

    /** A model's files and the weights that are built of them have to fit the driver's heap before anything else. */
    private static void requireHeap(long fileBytes, FeatureOptions options) throws ConfigurationException {
        long heap = Runtime.getRuntime().maxMemory();
        if (2 * fileBytes > heap) {
            throw new ConfigurationException(options.model() + ": its files take "
                    + Demand.megabytes(fileBytes) + " and its weights as much again, but the driver's heap has "
                    + Demand.megabytes(heap) + "; give it more: --driver-memory " + Cluster.gibibytes(3 * fileBytes)
                    + "g");
        }
    }

    /**
     * This extraction on Spark, to be closed when its rows are there; the model is sent there once.
     *
     * @param memory what a task has for images
     */
    public Extractor on(SparkSession spark, TaskMemory memory) {
        ModelCache.add(modelSha256(), model, options.precision());
        return new Extractor(this, (org.apache.spark.sql.classic.SparkSession) spark, memory);
    }

    /**
     * What a task has for images, where it runs on this and gathers such a row group.
     *
     * @param rowGroupBytes the row group that a task gathers
     */
    public TaskMemory memory(Cluster cluster, long rowGroupBytes) {
        Optional<Demand> demand = demand(1, cluster.threads(), rowGroupBytes);
        return new TaskMemory(
                demand.map(Demand::modelBytes).orElse(0L),
                rowGroupBytes,
                cluster,
                input.isEmpty() && demand.isPresent());
    }

    /**
     * Refuses what does not fit an executor's heap, before any image is read: the batches of a run whose images have
     * one size; where they have any, an image of 224 by 224 alone.
     *
     * @param batchSize the images that run together
     * @param rowGroupBytes the row group that a task gathers
     */
    public void requireMemory(Cluster cluster, int batchSize, long rowGroupBytes) throws ConfigurationException {
        int images = input.isPresent() ? batchSize : 1;
        Optional<Demand> demand = demand(images, cluster.threads(), rowGroupBytes);
        if (demand.isEmpty() || demand.get().fits(cluster)) {
            return;
        }
        List<String> helps = new ArrayList<>();
        helps.add(cluster.memoryOption(demand.get().executorBytes(cluster.slotsOfExecutor())));
        if (images > 1
                && demand(1, cluster.threads(), rowGroupBytes).orElseThrow().fits(cluster)) {
            helps.add("--batch-size 1");
        }
        Cluster one = cluster.oneTask();
        if (cluster.slotsOfExecutor() > 1
                && demand(images, one.threads(), rowGroupBytes).orElseThrow().fits(one)) {
            helps.add("one task at a time: --conf spark.task.cpus=" + one.threads());
        }
        throw new ConfigurationException("memory: " + demand.get().sum(cluster)
                + (input.isPresent() ? "" : ", for images of 224 by 224 one at a time") + "; give it more: "
                + String.join(", or ", helps));
    }

    /**
     * What a batch takes of images of the size that all have, or of 224 by 224 where they have any. None where the
     * network does not take such an image, or has no plan.
     *
     * @param threads the cores of a task
     * @param rowGroupBytes the row group that a task gathers
     */
    public Optional<Demand> demand(int batchSize, int threads, long rowGroupBytes) {
        Shape image = input.orElse(OutputColumns.ANY_IMAGE);
        Shape one = FeatureIterator.batchOf(1, image);
        try {
            long layerBytes = model.outputShapes(one).values().stream()
                    .mapToLong(shape -> (long) Float.BYTES * shape.elements())
                    .sum();
            long multiplyAdds = model.summary(one).multiplyAdds();
            return model.footprint(one.with(0, batchSize), threads)
                    .map(footprint -> Demand.of(
                            image,
                            input.isEmpty(),
                            multiplyAdds,
                            files.bytes(),
                            footprint,
                            batchSize,
                            layerBytes,
                            rowGroupBytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Refuses images that do not go with the options, before any is read. */
    public void check(Images images) throws ConfigurationException {
        new ImageCheck(this, images).run();
    }

    FeatureOptions options() {
        return options;
    }

    public ModelFiles files() {
        return files;
    }

    /** The network's input, {@code [C, H, W]}, where it is the same for every image. */
    public Optional<Shape> input() {
        return input;
    }

    public String modelName() {
        return model.name();
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
        return partitionBy;
    }

    /** The schema of the rows, of images that bring these columns. */
    StructType schema(StructType carried) {
        return FeatureSchema.of(tensors, carried, model.name(), modelSha256());
    }

    /** All columns that files of such rows may have. */
    public StructType columns(StructType carried) {
        return FeatureSchema.withoutDirectory(schema(carried));
    }

    /**
     * All columns that a DataFrame has with its features: its own, then one a layer, then that of the errors.
     *
     * @param errors the name of the last one
     */
    public StructType columns(Frame frame, String errors) throws ConfigurationException {
        StructType columns = frame.columns();
        for (StructField made : FeatureSchema.featuresAndError(tensors, errors, model.name(), modelSha256())) {
            for (String name : columns.fieldNames()) {
                if (name.equalsIgnoreCase(made.name())) {
                    throw new ConfigurationException("column '" + name + "' would be made, but is there already:"
                            + " rename it, or give the column of errors another name");
                }
            }
            columns = columns.add(made);
        }
        if (frame.tensors()) {
            requireNoPreprocessing();
        }
        return columns;
    }

    /** Refuses options that a network's own inputs do not go with. */
    void requireNoPreprocessing() throws ConfigurationException {
        if (!preprocessing.equals(Preprocessing.none())) {
            throw new ConfigurationException("tensors go into the network as they are, but the options say "
                    + preprocessing + "; leave out what resizes, crops, scales, normalises or orders channels");
        }
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
    private static Optional<Shape> inputShape(FeatureOptions options, Preprocessing preprocessing)
            throws ImageException {
        if (options.inputShape().isPresent()) {
            List<Integer> sizes = options.inputShape().get();
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
