package dev.convoy.jobs.sink;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.conf.FileOptions;
import dev.convoy.jobs.feature.FeatureSchema;
import dev.convoy.jobs.source.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A directory that a run writes: a sub-directory a status, each with the columns of that status and, below it, one a
 * value of the columns to partition by; and a manifest.
 *
 * @param directory where
 * @param mode what to do about what is there
 * @param partitionBy carried columns, outermost first
 * @param options how files are written, as Spark's writer names it
 */
public record FeatureSink(Path directory, SaveMode mode, List<String> partitionBy, Map<String, String> options) {

    static final String MANIFEST = "_convoy.json";

    private static final String TEMPORARY = "_temporary";
    private static final String WRITERS = "spark.sql.maxConcurrentOutputFileWriters";
    /**
     * Where columns divide the files: for rows of more directories Spark sorts, which takes less memory and more time.
     */
    private static final int MOST_WRITERS = 8;

    private static final String ZSTD_LEVEL = "parquet.compression.codec.zstd.level";
    private static final List<String> STATUSES = List.of(FeatureSchema.OK, FeatureSchema.FAILED);
    private static final StructType PATHS = new StructType().add(FeatureSchema.PATH, DataTypes.StringType);
    private static final String PARTITION = FeatureSchema.STATUS + "=";

    /**
     * The sink of a directory that is not there, is empty, or holds an earlier run that may be replaced or added to.
     */
    public static FeatureSink at(ExtractOptions options, ImageSource source, Configuration hadoop)
            throws ConfigurationException {
        String output = options.output();
        try {
            Path named = new Path(output);
            FileSystem files = named.getFileSystem(hadoop);
            Path directory = files.makeQualified(named);
            for (Path input : source.paths()) {
                if (within(directory, input) || within(input, directory)) {
                    throw new ConfigurationException(output + ": expected an output apart from the input " + input
                            + ", but one holds the other");
                }
            }
            return new FeatureSink(directory, modeFor(options, directory, files), options.partitionBy(), Map.of());
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(output + ": the output cannot be looked at: " + e.getMessage(), e);
        }
    }

    /**
     * This sink, writing files as the options say.
     *
     * @param rowBytes the bytes of a row's tensors; none where they vary from row to row
     */
    public FeatureSink with(FileOptions files, OptionalLong rowBytes) throws ConfigurationException {
        Map<String, String> said = new HashMap<>();
        files.compression().ifPresent(codec -> said.put("compression", codec.name()));
        files.compressionLevel().ifPresent(level -> said.put(ZSTD_LEVEL, level.toString()));
        files.rowGroupSize().ifPresent(bytes -> said.put(ParquetOutputFormat.BLOCK_SIZE, bytes.toString()));
        if (files.fileSize().isPresent()) {
            if (rowBytes.isEmpty()) {
                throw new ConfigurationException("--file-size: expected images of one size, by an exact --resize or a"
                        + " --crop, but their tensors vary");
            }
            long rows = files.fileSize().get() / Math.max(1, rowBytes.getAsLong());
            said.put("maxRecordsPerFile", Long.toString(Math.max(1, rows)));
        }
        return new FeatureSink(directory, mode, partitionBy, said);
    }

    /**
     * The bytes of the row groups that a task gathers at most: one, as failures are short, or as many as it may have
     * files open where columns divide them.
     */
    public long rowGroupBytes(SparkContext context) {
        String said = options.get(ParquetOutputFormat.BLOCK_SIZE);
        long bytes = said == null
                ? ParquetOutputFormat.getLongBlockSize(context.hadoopConfiguration())
                : Long.parseLong(said);
        return bytes * (partitionBy.isEmpty() ? 1 : writers(context.getConf().getInt(WRITERS, 0)));
    }

    /** The files that a task may have open at a time, where so many were said. */
    private int writers(int said) {
        return Math.max(said, partitionBy.isEmpty() ? STATUSES.size() : MOST_WRITERS);
    }

    /**
     * Writes rows of {@link FeatureSchema} in one pass, in the order they come: nothing is shuffled, and nothing is
     * sorted but what is left of a task that has as many files open as it may.
     */
    public void write(Dataset<Row> features) {
        SparkSession spark = features.sparkSession();
        spark.conf().set(WRITERS, writers(Integer.parseInt(spark.conf().get(WRITERS))));
        List<String> partitions = new ArrayList<>(List.of(FeatureSchema.STATUS));
        partitions.addAll(partitionBy);
        features.write()
                .format(FeatureFormat.class.getName())
                .mode(SaveMode.Append)
                .options(options)
                .partitionBy(partitions.toArray(String[]::new))
                .save(directory.toString());
    }

    /**
     * Refuses, with the output's lock held, a run whose options allow no longer what another run has left since.
     *
     * @throws ConfigurationException where something is there that may neither be replaced nor added to
     */
    public void requireWritable(ExtractOptions options, Configuration hadoop)
            throws ConfigurationException, IOException {
        modeFor(options, directory, directory.getFileSystem(hadoop));
    }

    /** Removes what an earlier run left, unless it is added to; the lock stays. */
    public void clear(Configuration hadoop) throws IOException {
        if (mode == SaveMode.Append) {
            return;
        }
        FileSystem files = directory.getFileSystem(hadoop);
        for (FileStatus entry : files.listStatus(directory)) {
            if (!LockFiles.isOne(entry.getPath().getName())) {
                files.delete(entry.getPath(), true);
            }
        }
    }

    /**
     * Removes what a write that failed or was killed left: its tasks' files, which the next commit would take for its
     * own, and the directory if there is nothing else in it.
     */
    public void discard(Configuration hadoop) throws IOException {
        FileSystem files = directory.getFileSystem(hadoop);
        files.delete(new Path(directory, TEMPORARY), true);
        if (files.exists(directory) && files.listStatus(directory).length == 0) {
            files.delete(directory, true);
        }
    }

    /** What is there, counted by the files' footers: no column is read. */
    public Written written(SparkSession spark) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        FileSystem files = directory.getFileSystem(hadoop);
        Map<String, Long> rows = new HashMap<>();
        long bytes = 0;
        for (String status : statuses(hadoop)) {
            bytes += files.getContentSummary(of(status)).getLength();
            rows.put(status, count(paths(status, spark).select()));
        }
        return new Written(rows.getOrDefault(FeatureSchema.OK, 0L), rows.getOrDefault(FeatureSchema.FAILED, 0L), bytes);
    }

    /** In one stage; an aggregation would take two, which is felt where a run is short. */
    private static long count(Dataset<Row> rows) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) rows)
                .queryExecution()
                .toRdd()
                .count();
    }

    /** The paths of the images that have a row, whatever its status. */
    public Set<String> paths(SparkSession spark) throws IOException {
        Set<String> paths = new HashSet<>();
        for (String status : statuses(spark.sparkContext().hadoopConfiguration())) {
            paths(status, spark).as(Encoders.STRING()).toLocalIterator().forEachRemaining(paths::add);
        }
        return paths;
    }

    /** Whether files of rows may be there. */
    boolean hasRows(Configuration hadoop) throws IOException {
        return !statuses(hadoop).isEmpty();
    }

    /** Those that have a directory. */
    private List<String> statuses(Configuration hadoop) throws IOException {
        FileSystem files = directory.getFileSystem(hadoop);
        List<String> there = new ArrayList<>();
        for (String status : STATUSES) {
            if (files.exists(of(status))) {
                there.add(status);
            }
        }
        return there;
    }

    private Dataset<Row> paths(String status, SparkSession spark) {
        return spark.read()
                .schema(PATHS)
                .option("__globPaths__", false)
                .option("recursiveFileLookup", true)
                .parquet(of(status).toString());
    }

    private Path of(String status) {
        return new Path(directory, PARTITION + status);
    }

    private static SaveMode modeFor(ExtractOptions options, Path directory, FileSystem files)
            throws ConfigurationException, IOException {
        String output = options.output();
        if (!files.exists(directory)) {
            return options.incremental() ? SaveMode.Append : SaveMode.ErrorIfExists;
        }
        if (!files.getFileStatus(directory).isDirectory()) {
            throw new ConfigurationException(output + ": expected a directory as output, but it is a file");
        }
        FileStatus[] entries = files.listStatus(directory, path -> !isOfKilledRun(path.getName()));
        if (entries.length > 0 && !options.overwrite() && !options.incremental()) {
            throw new ConfigurationException(
                    output + ": the output exists; say --overwrite to replace it, or --incremental to add to it");
        }
        for (FileStatus entry : entries) {
            String name = entry.getPath().getName();
            if (!name.startsWith(PARTITION) && !name.startsWith("_") && !name.startsWith(".")) {
                throw new ConfigurationException(output + ": "
                        + (options.incremental() ? "--incremental adds to" : "--overwrite replaces")
                        + " what an earlier run left, but '" + name + "' is there, which no run leaves");
            }
        }
        return options.incremental() ? SaveMode.Append : SaveMode.Overwrite;
    }

    /** What a run that was killed before its first commit leaves is no output. */
    private static boolean isOfKilledRun(String name) {
        return LockFiles.isOne(name) || name.equals(TEMPORARY);
    }

    private static boolean within(Path inner, Path outer) {
        for (Path path = inner; path != null; path = path.getParent()) {
            if (path.equals(outer)) {
                return true;
            }
        }
        return false;
    }
}
