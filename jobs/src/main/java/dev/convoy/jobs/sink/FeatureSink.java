package dev.convoy.jobs.sink;

import static org.apache.spark.sql.functions.lit;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.ExtractOptions;
import dev.convoy.jobs.conf.FileOptions;
import dev.convoy.jobs.feature.FeatureSchema;
import dev.convoy.jobs.source.ImageSource;
import java.io.IOException;
import java.util.HashMap;
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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Where and how a run writes.
 *
 * @param output the directory and what is in it
 * @param replaces whether what an earlier run left there is replaced when this one commits
 * @param partitionBy carried columns, outermost first, that name directories of features
 * @param options how files are written, as Spark's writer names it
 */
public record FeatureSink(
        FeatureOutput output, boolean replaces, List<String> partitionBy, Map<String, String> options) {

    private static final String PROTOCOL = "spark.sql.sources.commitProtocolClass";
    private static final String WRITERS = "spark.sql.maxConcurrentOutputFileWriters";
    /** Of features and of failures. */
    private static final int FEWEST_WRITERS = 2;
    /**
     * Where columns divide the files: for rows of more directories Spark sorts, which takes less memory and more time.
     */
    private static final int MOST_WRITERS = 8;

    private static final String ZSTD_LEVEL = "parquet.compression.codec.zstd.level";

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
            FeatureOutput place = new FeatureOutput(directory);
            FeatureSink sink = new FeatureSink(place, options.overwrite(), options.partitionBy(), Map.of());
            sink.requireFree(options, hadoop);
            return sink;
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
        return new FeatureSink(output, replaces, partitionBy, said);
    }

    /**
     * The bytes of the row groups that a task gathers at most: one, as failures are short, or as many as it may have
     * files open where columns divide them.
     */
    public long rowGroupBytes(SparkContext context) {
        return rowGroup(context)
                * (partitionBy.isEmpty() ? 1 : writers(context.getConf().getInt(WRITERS, 0)));
    }

    /**
     * The bytes of one row group: where columns divide a task's rows, each of its files may gather as much, but none
     * has to.
     */
    public long rowGroup(SparkContext context) {
        String said = options.get(ParquetOutputFormat.BLOCK_SIZE);
        return said == null
                ? ParquetOutputFormat.getLongBlockSize(context.hadoopConfiguration())
                : Long.parseLong(said);
    }

    /** The files that a task may have open at a time, where so many were said. */
    private int writers(int said) {
        return Math.max(said, partitionBy.isEmpty() ? FEWEST_WRITERS : MOST_WRITERS);
    }

    /**
     * A session of its own to extract and write in, so that what that sets holds for nothing else: the commit protocol,
     * the lock that its commits ask for, and how many files a task may have open.
     */
    public SparkSession session(RunLock lock, SparkSession spark) {
        SparkSession own = ((org.apache.spark.sql.classic.SparkSession) spark).cloneSession();
        own.conf().set(PROTOCOL, FeatureCommitProtocol.class.getName());
        own.conf().set(FeatureCommitProtocol.LOCK, lock.token());
        own.conf().set(WRITERS, writers(Integer.parseInt(own.conf().get(WRITERS))));
        return own;
    }

    /**
     * Writes rows of {@link FeatureSchema}, of a {@link #session}, in one pass and one commit, in the order they come:
     * nothing is shuffled, and nothing is sorted but what is left of a task that has as many files open as it may.
     */
    public void write(Dataset<Row> features) {
        write(features, replaces ? FeatureCommitProtocol.ALL : "");
    }

    /**
     * Removes the rows of images that failed, as if they had never been tried, and leaves those that stand beside them.
     *
     * @param failed the images' paths
     */
    public void forget(Set<String> failed, SparkSession session) throws IOException {
        Set<String> files = output.failureFiles(failed, session);
        if (!files.isEmpty()) {
            Dataset<Row> others = output.failuresWithout(failed, files, session)
                    .withColumn(FeatureSchema.DIRECTORY, lit(FeatureSchema.FAILED));
            write(others, String.join("\n", files));
        }
    }

    private void write(Dataset<Row> rows, String replaced) {
        rows.write()
                .format(FeatureFormat.class.getName())
                .mode(SaveMode.Append)
                .options(options)
                .options(LocalFiles.WITHOUT_CHECKSUMS)
                .option(FeatureFormat.PARTITION_BY, FeatureFormat.partitionBy(partitionBy))
                .option(FeatureCommitProtocol.REPLACES, replaced)
                .partitionBy(FeatureSchema.DIRECTORY)
                .save(output.directory().toString());
    }

    /** Refuses a directory that holds what no run leaves, or rows that the options leave alone. */
    public void requireFree(ExtractOptions options, Configuration hadoop) throws ConfigurationException, IOException {
        String said = options.output();
        Path directory = output.directory();
        FileSystem files = directory.getFileSystem(hadoop);
        if (files.exists(directory) && !files.getFileStatus(directory).isDirectory()) {
            throw new ConfigurationException(said + ": expected a directory as output, but it is a file");
        }
        output.refuseEarlierLayout(hadoop);
        List<FileStatus> entries = output.entries(hadoop);
        boolean foreign = entries.stream().anyMatch(entry -> !FeatureOutput.isOurs(entry));
        if (!options.overwrite() && !options.incremental() && (foreign || output.hasRows(hadoop))) {
            throw new ConfigurationException(
                    said + ": the output exists; say --overwrite to replace it, or --incremental to add to it");
        }
        for (FileStatus entry : entries) {
            if (!FeatureOutput.isOurs(entry)) {
                throw new ConfigurationException(said + ": "
                        + (options.incremental() ? "--incremental adds to" : "--overwrite replaces")
                        + " what an earlier run left, but '" + entry.getPath().getName()
                        + "' is there, which no run leaves");
            }
        }
        if (options.overwrite() && output.hasRows(hadoop) && !output.isMarked(hadoop)) {
            throw new ConfigurationException(said + ": --overwrite replaces what an earlier run left, but there are"
                    + " Parquet files and no " + FeatureOutput.MANIFEST + " that says so: remove them first");
        }
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
