package dev.convoy.jobs.sink;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.FileOptions;
import dev.convoy.jobs.feature.FeatureSchema;
import dev.convoy.jobs.source.ImageSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * A directory that a run writes: a sub-directory a status, each with the columns of that status, and a manifest.
 *
 * @param directory where
 * @param mode what to do about what is there
 * @param options how files are written, as Spark's writer names it
 */
public record FeatureSink(Path directory, SaveMode mode, Map<String, String> options) {

    static final String MANIFEST = "_convoy.json";

    private static final String TEMPORARY = "_temporary";
    private static final String WRITERS = "spark.sql.maxConcurrentOutputFileWriters";
    private static final String ZSTD_LEVEL = "parquet.compression.codec.zstd.level";
    private static final int STATUSES = 2;
    private static final String PARTITION = FeatureSchema.STATUS + "=";

    /** The sink of a directory that is not there, is empty, or holds an earlier run that may be replaced. */
    public static FeatureSink at(String output, boolean overwrite, ImageSource source, Configuration hadoop)
            throws ConfigurationException {
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
            return new FeatureSink(directory, modeFor(output, overwrite, directory, files), Map.of());
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
        return new FeatureSink(directory, mode, said);
    }

    /** The bytes of a row group at most. */
    public long rowGroupBytes(Configuration hadoop) {
        String said = options.get(ParquetOutputFormat.BLOCK_SIZE);
        return said == null ? ParquetOutputFormat.getLongBlockSize(hadoop) : Long.parseLong(said);
    }

    /** Writes rows of {@link FeatureSchema} in one pass, in the order they come: nothing is sorted or shuffled. */
    public void write(Dataset<Row> features) {
        SparkSession spark = features.sparkSession();
        if (Integer.parseInt(spark.conf().get(WRITERS)) < STATUSES) {
            spark.conf().set(WRITERS, STATUSES);
        }
        features.write()
                .format(FeatureFormat.class.getName())
                .mode(mode)
                .option("partitionOverwriteMode", "static")
                .options(options)
                .partitionBy(FeatureSchema.STATUS)
                .save(directory.toString());
    }

    /** Removes what a write that failed left: its tasks' files, and the directory if there is nothing else in it. */
    public void discard(Configuration hadoop) throws IOException {
        FileSystem files = directory.getFileSystem(hadoop);
        files.delete(new Path(directory, TEMPORARY), true);
        if (files.exists(directory) && files.listStatus(directory).length == 0) {
            files.delete(directory, true);
        }
    }

    /** What is there after a run, counted in the files themselves. */
    public Written written(SparkSession spark) throws IOException {
        FileSystem files = directory.getFileSystem(spark.sparkContext().hadoopConfiguration());
        Path ok = new Path(directory, PARTITION + FeatureSchema.OK);
        Path failed = new Path(directory, PARTITION + FeatureSchema.FAILED);
        return new Written(rows(spark, files, ok), rows(spark, files, failed), bytes(files, ok) + bytes(files, failed));
    }

    /** Counts by the footers: no column is read. */
    private static long rows(SparkSession spark, FileSystem files, Path status) throws IOException {
        if (!files.exists(status)) {
            return 0;
        }
        return spark.read()
                .schema(FeatureSchema.PATH + " string")
                .option("__globPaths__", false)
                .parquet(status.toString())
                .count();
    }

    private static long bytes(FileSystem files, Path status) throws IOException {
        return files.exists(status) ? files.getContentSummary(status).getLength() : 0;
    }

    private static SaveMode modeFor(String output, boolean overwrite, Path directory, FileSystem files)
            throws ConfigurationException, IOException {
        if (!files.exists(directory)) {
            return SaveMode.ErrorIfExists;
        }
        if (!files.getFileStatus(directory).isDirectory()) {
            throw new ConfigurationException(output + ": expected a directory as output, but it is a file");
        }
        FileStatus[] entries = files.listStatus(directory);
        if (entries.length > 0 && !overwrite) {
            throw new ConfigurationException(output + ": the output exists; say --overwrite to replace it");
        }
        for (FileStatus entry : entries) {
            String name = entry.getPath().getName();
            if (!name.startsWith(PARTITION) && !name.startsWith("_") && !name.startsWith(".")) {
                throw new ConfigurationException(output + ": --overwrite replaces what an earlier run left, but '"
                        + name + "' is there, which no run leaves");
            }
        }
        return SaveMode.Overwrite;
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
