package dev.convoy.jobs.sink;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.feature.FeatureSchema;
import dev.convoy.jobs.parquet.TensorParquetFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What runs leave in a directory: files of features in it, or in directories that columns name; files of images that
 * failed in {@code _failed}; and a manifest. What begins with {@code _} is hidden to whoever reads a directory of
 * Parquet files, so that this one reads as features.
 *
 * @param directory where
 */
public record FeatureOutput(Path directory) {

    static final String MANIFEST = "_convoy.json";

    private static final String TEMPORARY = "_temporary";
    private static final String EXTENSION = ".parquet";
    private static final List<String> EARLIER_LAYOUT = List.of("status=ok", "status=failed");
    private static final String RETRYABLE = FeatureSchema.ERROR + ".retryable";
    private static final StructType PATHS = new StructType().add(FeatureSchema.PATH, DataTypes.StringType);
    private static final StructType ERRORS =
            PATHS.add(FeatureSchema.ERROR, new StructType().add("retryable", DataTypes.BooleanType));

    /** What is in the directory itself; nothing where there is none. */
    List<FileStatus> entries(Configuration hadoop) throws IOException {
        FileSystem files = directory.getFileSystem(hadoop);
        return files.exists(directory) ? List.of(files.listStatus(directory)) : List.of();
    }

    /**
     * Refuses the output of a version that kept features in {@code status=ok} and failures in {@code status=failed}.
     * Such directories may also be those of a carried column; then the manifest has this layout's mark.
     */
    void refuseEarlierLayout(Configuration hadoop) throws ConfigurationException, IOException {
        boolean suspect = entries(hadoop).stream()
                .anyMatch(entry -> EARLIER_LAYOUT.contains(entry.getPath().getName()));
        if (suspect && !Manifest.hasLayout(directory, hadoop)) {
            throw new ConfigurationException(directory + ": an earlier version of convoy wrote this output, with its"
                    + " features in status=ok, where this one writes them to the output's own directory: extract into a"
                    + " new one, or remove this one first");
        }
    }

    /** Whether an entry of the directory is one that runs leave. */
    static boolean isOurs(FileStatus entry) {
        String name = entry.getPath().getName();
        return isHidden(name) || (entry.isDirectory() ? name.contains("=") : name.endsWith(EXTENSION));
    }

    private static boolean isHidden(String name) {
        return name.startsWith("_") && !name.contains("=") || name.startsWith(".");
    }

    /** Whether there are rows. */
    public boolean hasRows(Configuration hadoop) throws IOException {
        return !features(hadoop).isEmpty() || !failures(hadoop).isEmpty();
    }

    /** The files of features. */
    public List<FileStatus> features(Configuration hadoop) throws IOException {
        return files(directory, hadoop);
    }

    Path failureDirectory() {
        return new Path(directory, FeatureSchema.FAILED);
    }

    /** The files of images that failed. */
    public List<FileStatus> failures(Configuration hadoop) throws IOException {
        return files(failureDirectory(), hadoop);
    }

    private static List<FileStatus> files(Path directory, Configuration hadoop) throws IOException {
        FileSystem files = directory.getFileSystem(hadoop);
        List<FileStatus> found = new ArrayList<>();
        if (files.exists(directory)) {
            collect(files, directory, found);
        }
        return found;
    }

    private static void collect(FileSystem files, Path directory, List<FileStatus> found) throws IOException {
        for (FileStatus entry : files.listStatus(directory)) {
            String name = entry.getPath().getName();
            if (isHidden(name)) {
                continue;
            }
            if (entry.isDirectory()) {
                collect(files, entry.getPath(), found);
            } else if (name.endsWith(EXTENSION)) {
                found.add(entry);
            }
        }
    }

    /** What is there, counted by the files' footers: no column is read. */
    public Written written(SparkSession spark) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        List<FileStatus> features = features(hadoop);
        List<FileStatus> failures = failures(hadoop);
        long bytes = 0;
        for (List<FileStatus> files : List.of(features, failures)) {
            bytes += files.stream().mapToLong(FileStatus::getLen).sum();
        }
        StructType none = new StructType();
        return new Written(
                features.isEmpty() ? 0 : count(readAllFeatures(none, spark)),
                count(read(failures, none, spark)),
                bytes);
    }

    /** In one stage; an aggregation would take two, which is felt where a run is short. */
    private static long count(Dataset<Row> rows) {
        return ((org.apache.spark.sql.classic.Dataset<Row>) rows)
                .queryExecution()
                .toRdd()
                .count();
    }

    /** The paths of the images that have a row, whichever. */
    public Set<String> paths(SparkSession spark) throws IOException {
        Set<String> paths = paths(readFailures(PATHS, spark));
        if (!features(spark.sparkContext().hadoopConfiguration()).isEmpty()) {
            paths.addAll(paths(readAllFeatures(PATHS, spark)));
        }
        return paths;
    }

    /**
     * The paths of the images that failed and may be tried again.
     *
     * @param all whether those too whose failure will not pass by itself
     */
    public Set<String> failedPaths(boolean all, SparkSession spark) throws IOException {
        Dataset<Row> rows = readFailures(ERRORS, spark);
        return paths(all ? rows : rows.where(col(RETRYABLE)));
    }

    /** The names of the files of failures that hold a row of one of these images. */
    Set<String> failureFiles(Set<String> paths, SparkSession spark) throws IOException {
        Set<String> names = new TreeSet<>();
        readFailures(PATHS, spark)
                .select(col(FeatureSchema.PATH), col("_metadata.file_name"))
                .toLocalIterator()
                .forEachRemaining(row -> {
                    if (paths.contains(row.getString(0))) {
                        names.add(row.getString(1));
                    }
                });
        return names;
    }

    /** The rows of some files of failures, without those of these images. */
    Dataset<Row> failuresWithout(Set<String> paths, Set<String> names, SparkSession spark) {
        Dataset<Row> others =
                spark.createDataset(new ArrayList<>(paths), Encoders.STRING()).toDF(FeatureSchema.PATH);
        return spark.read()
                .option("__globPaths__", false)
                .option("mergeSchema", true)
                .parquet(names.stream()
                        .map(name -> new Path(failureDirectory(), name).toString())
                        .toArray(String[]::new))
                .join(others, new String[] {FeatureSchema.PATH}, "left_anti");
    }

    /** Whether the directory is said to be a run's. */
    boolean isMarked(Configuration hadoop) throws IOException {
        return entries(hadoop).stream()
                .map(entry -> entry.getPath().getName())
                .anyMatch(name -> name.equals(MANIFEST) || LockFiles.isOne(name));
    }

    private static Set<String> paths(Dataset<Row> rows) {
        Set<String> paths = new HashSet<>();
        rows.select(FeatureSchema.PATH).as(Encoders.STRING()).toLocalIterator().forEachRemaining(paths::add);
        return paths;
    }

    /** The rows of features; columns that name directories are told by their names. */
    public Dataset<Row> readFeatures(StructType schema, SparkSession spark) {
        return spark.read()
                .schema(schema)
                .format(TensorParquetFormat.class.getName())
                .option("__globPaths__", false)
                .load(directory.toString());
    }

    /** As {@link #readFeatures}, but that the names of directories are no columns. */
    private Dataset<Row> readAllFeatures(StructType schema, SparkSession spark) {
        return spark.read()
                .schema(schema)
                .option("__globPaths__", false)
                .option("recursiveFileLookup", true)
                .parquet(directory.toString());
    }

    /** The rows of images that failed. */
    public Dataset<Row> readFailures(StructType schema, SparkSession spark) throws IOException {
        return read(failures(spark.sparkContext().hadoopConfiguration()), schema, spark);
    }

    private Dataset<Row> read(List<FileStatus> files, StructType schema, SparkSession spark) {
        return files.isEmpty()
                ? readAllFeatures(schema, spark).where(lit(false))
                : spark.read()
                        .schema(schema)
                        .option("__globPaths__", false)
                        .parquet(files.stream()
                                .map(file -> file.getPath().toString())
                                .toArray(String[]::new));
    }

    /**
     * Removes what a write that failed or was killed left: its tasks' files, which the next commit would take for its
     * own, what says that no rows are all, and the directory if there is nothing else in it.
     */
    public void discard(Configuration hadoop) throws IOException {
        FileSystem files = directory.getFileSystem(hadoop);
        files.delete(new Path(directory, TEMPORARY), true);
        if (!hasRows(hadoop)) {
            files.delete(new Path(directory, MANIFEST), false);
            files.delete(new Path(directory, FileOutputCommitter.SUCCEEDED_FILE_NAME), false);
        }
        if (files.exists(directory) && files.listStatus(directory).length == 0) {
            files.delete(directory, true);
        }
    }
}
