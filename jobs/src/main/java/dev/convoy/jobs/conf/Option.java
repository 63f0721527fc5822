package dev.convoy.jobs.conf;

import dev.convoy.image.ChannelOrder;
import dev.convoy.image.ImageDecoder;
import dev.convoy.image.Interpolation;
import dev.convoy.jobs.parquet.ElementType;
import dev.convoy.nn.Precision;
import java.util.List;
import java.util.Optional;

/** An option of {@code convoy extract}: the one definition that the command line, the file and the defaults share. */
public final class Option<T> {

    static final Option<List<String>> INPUT = required(
            "input", Kind.PATHS, "Files, directories, searched recursively, and globs of them, separated by commas.");
    static final Option<String> INPUT_FORMAT = optional(
            "input-format",
            Kind.text("FORMAT"),
            InputOptions.IMAGE,
            "image or npy, files; tar, archives of images; arrow, parquet, orc or what else Spark reads, tables.");
    static final Option<String> COLUMN = optional(
            "column", Kind.text("NAME"), null, "A table's column of images; the only one there is if not given.");
    static final Option<String> SHAPE_COLUMN = optional(
            "shape-column",
            Kind.text("NAME"),
            null,
            "A table's column of the shapes of the tensors in --column, where that is ARRAY<FLOAT>.");
    static final Option<List<String>> CARRY_COLUMNS = optional(
            "carry-columns",
            Kind.COLUMNS,
            null,
            "A table's columns that are written too; all others, if not given. Of tar, extensions: cls,json.");
    static final Option<List<Integer>> INPUT_SHAPE = optional(
            "input-shape",
            Kind.CHW,
            null,
            "The shape of every tensor of the input; each may have its own if not given.");
    static final Option<String> MODEL = required(
            "model", Kind.text("MODEL"), "A model's description (.conf), an ONNX file, or an architecture's name.");
    static final Option<String> WEIGHTS = optional(
            "weights",
            Kind.text("FILE"),
            null,
            "The model's weights: safetensors, .pth, .npz or Arrow; those that the description names if not given.");
    static final Option<String> OUTPUT = required("output", Kind.text("DIR"), "Where the feature maps are written.");
    static final Option<Integer> BATCH_SIZE = optional(
            "batch-size",
            Kind.COUNT,
            null,
            "Images that run through the network together; 32 if not given, fewer where they are large or memory is short.");
    static final Option<Integer> PARTITIONS = optional(
            "partitions",
            Kind.COUNT,
            null,
            "Tasks that the images are divided among; as many as suit the images and the cores if not given.");
    static final Option<List<String>> LAYERS =
            optional("layers", Kind.NAMES, null, "Layers whose outputs are written; the last one if not given.");
    static final Option<Pooling> POOL = optional(
            "pool",
            Kind.POOLING,
            "none",
            "avg or max: write of a feature map, C by H by W, a value a channel; other outputs are written whole.");
    static final Option<Boolean> FLATTEN =
            optional("flatten", Kind.FLAG, "false", "Write tensors as vectors; in their own shapes if not given.");
    static final Option<ElementType> DTYPE = optional(
            "dtype",
            Kind.DTYPE,
            "float32",
            "float16: write tensors in half precision, which halves their size and which Spark's own format cannot read.");
    static final Option<Preset> PRESET = optional(
            "preset",
            Kind.PRESET,
            "none",
            "imagenet: resize, crop, mean and std of torchvision's classifiers, for what is not said.");
    static final Option<Boolean> APPLY_EXIF_ORIENTATION = optional(
            "apply-exif-orientation", Kind.FLAG, "false", "Turn images as EXIF says; as they are stored if not given.");
    static final Option<Size> RESIZE = optional(
            "resize", Kind.SIZE, null, "Resize the shorter side to S, or the image to H,W; no resize if not given.");
    static final Option<Interpolation> INTERPOLATION = optional(
            "interpolation",
            Kind.INTERPOLATION,
            "bilinear",
            "How to resize, as Pillow does: nearest, box, bilinear, hamming, bicubic or lanczos.");
    static final Option<Size.Exact> CROP =
            optional("crop", Kind.AREA, null, "Crop S by S, or H by W, from the centre; no crop if not given.");
    static final Option<Scale> SCALE =
            optional("scale", Kind.SCALE, "1/255", "What the channels, which are 0 to 255, are multiplied by.");
    static final Option<List<Float>> MEAN =
            optional("mean", Kind.MEANS, "0,0,0", "Subtracted from the channels after that.");
    static final Option<List<Float>> STD =
            optional("std", Kind.DEVIATIONS, "1,1,1", "What the channels are divided by after that.");
    static final Option<ChannelOrder> CHANNEL_ORDER = optional(
            "channel-order",
            Kind.CHANNEL_ORDER,
            "RGB",
            "The order of the network's input; --mean and --std are r,g,b whatever it is.");
    static final Option<Long> MAX_PIXELS = optional(
            "max-pixels",
            Kind.PIXELS,
            Long.toString(ImageDecoder.DEFAULT_MAX_PIXELS),
            "An image of more pixels is a bad image; told before any is decoded.");
    static final Option<Integer> MAX_BYTES = optional(
            "max-bytes",
            Kind.COUNT,
            null,
            "A longer file is a bad image; spark.sql.sources.binaryFile.maxLength if not given.");
    static final Option<Precision> PRECISION = optional(
            "precision",
            Kind.PRECISION,
            "fast",
            "fast: convolutions may multiply less and round more; strict: they are the sums that define them.");
    static final Option<Compression> COMPRESSION = optional(
            "compression",
            Kind.COMPRESSION,
            null,
            "How Parquet's pages are compressed; spark.sql.parquet.compression.codec if not given.");
    static final Option<Integer> COMPRESSION_LEVEL = optional(
            "compression-level",
            Kind.LEVEL,
            null,
            "How hard zstd tries, from -7 to 22; parquet.compression.codec.zstd.level if not given.");
    static final Option<Long> ROW_GROUP_SIZE = optional(
            "row-group-size",
            Kind.BYTES,
            null,
            "The bytes of a row group at most, which a task holds in memory; parquet.block.size if not given.");
    static final Option<Long> FILE_SIZE = optional(
            "file-size",
            Kind.BYTES,
            null,
            "The bytes of tensors in a file at most, before compression; a file a task if not given.");
    static final Option<List<String>> PARTITION_BY = optional(
            "partition-by",
            Kind.COLUMNS,
            null,
            "Carried columns by whose values files are divided among directories; none if not given.");
    static final Option<Mode> MODE = optional(
            "mode",
            Kind.MODE,
            "PERMISSIVE",
            "Bad images: PERMISSIVE, a failed row; DROPMALFORMED, counted only; FAILFAST, the job fails.");
    static final Option<Double> MAX_FAILED_FRACTION = optional(
            "max-failed-fraction", Kind.FRACTION, "1.0", "Exit with 3 when more than this part of the images failed.");
    static final Option<Boolean> OVERWRITE =
            optional("overwrite", Kind.FLAG, "false", "Replace what an earlier run left in the output.");
    static final Option<Boolean> INCREMENTAL = optional(
            "incremental", Kind.FLAG, "false", "Add the images that have no row in the output yet, round by round.");
    static final Option<Integer> ROUND_SIZE = optional(
            "round-size",
            Kind.COUNT,
            "10000",
            "With --incremental, images a commit covers; a run that is killed loses no more.");
    static final Option<Boolean> RETRY_FAILED = optional(
            "retry-failed",
            Kind.FLAG,
            "false",
            "With --incremental, try all images again that failed, not only those whose failure may pass by itself.");
    static final Option<Boolean> ALLOW_CHANGES = optional(
            "allow-changes",
            Kind.FLAG,
            "false",
            "With --incremental, add rows of another model, other layers or preprocessing than those there.");
    static final Option<String> MASTER =
            optional("master", Kind.text("URL"), null, "Spark's master; spark-submit's if not given, or local[*].");

    private static final List<Option<?>> ALL = List.of(
            INPUT,
            INPUT_FORMAT,
            COLUMN,
            SHAPE_COLUMN,
            CARRY_COLUMNS,
            INPUT_SHAPE,
            MODEL,
            WEIGHTS,
            OUTPUT,
            BATCH_SIZE,
            PARTITIONS,
            LAYERS,
            POOL,
            FLATTEN,
            DTYPE,
            PRESET,
            APPLY_EXIF_ORIENTATION,
            RESIZE,
            INTERPOLATION,
            CROP,
            SCALE,
            MEAN,
            STD,
            CHANNEL_ORDER,
            MAX_PIXELS,
            MAX_BYTES,
            PRECISION,
            COMPRESSION,
            COMPRESSION_LEVEL,
            ROW_GROUP_SIZE,
            FILE_SIZE,
            PARTITION_BY,
            MODE,
            MAX_FAILED_FRACTION,
            OVERWRITE,
            INCREMENTAL,
            ROUND_SIZE,
            RETRY_FAILED,
            ALLOW_CHANGES,
            MASTER);

    /** What is computed of an image, wherever it comes from and wherever its features go. */
    private static final List<Option<?>> FEATURES = List.of(
            MODEL,
            WEIGHTS,
            LAYERS,
            POOL,
            FLATTEN,
            PRESET,
            APPLY_EXIF_ORIENTATION,
            RESIZE,
            INTERPOLATION,
            CROP,
            SCALE,
            MEAN,
            STD,
            CHANNEL_ORDER,
            INPUT_SHAPE,
            MAX_PIXELS,
            MAX_BYTES,
            PRECISION,
            BATCH_SIZE,
            MODE);

    private final String name;
    private final Kind<T> kind;
    private final String fallback;
    private final boolean required;
    private final String description;

    private Option(String name, Kind<T> kind, String fallback, boolean required, String description) {
        this.name = name;
        this.kind = kind;
        this.fallback = fallback;
        this.required = required;
        this.description = description;
    }

    private static <T> Option<T> required(String name, Kind<T> kind, String description) {
        return new Option<>(name, kind, null, true, description);
    }

    private static <T> Option<T> optional(String name, Kind<T> kind, String fallback, String description) {
        return new Option<>(name, kind, fallback, false, description);
    }

    /** Every option, in the order a usage lists them. */
    public static List<Option<?>> all() {
        return ALL;
    }

    /** Those of what is computed of an image, wherever it comes from and wherever its features go. */
    public static List<Option<?>> ofFeatures() {
        return FEATURES;
    }

    /** As the command line says it after {@code --}, and a file as a key. */
    public String name() {
        return name;
    }

    /** Whether it takes no value on the command line. */
    public boolean isFlag() {
        return kind.label().isEmpty();
    }

    /** How its value is written in a usage line; empty for a flag. */
    public String label() {
        return kind.label();
    }

    /** A line for the usage, with the default where there is one. */
    public String description() {
        return fallback == null || isFlag() ? description : description + " Default: " + fallback + ".";
    }

    Kind<T> kind() {
        return kind;
    }

    boolean required() {
        return required;
    }

    /** Fails where a text is no value of it. */
    public void check(String text) throws ConfigurationException {
        try {
            kind.parse(text);
        } catch (ConfigurationException e) {
            throw new ConfigurationException(name + ": " + e.getMessage(), e);
        }
    }

    /** The text of its default, if it has one. */
    public Optional<String> fallback() {
        return Optional.ofNullable(fallback);
    }
}
