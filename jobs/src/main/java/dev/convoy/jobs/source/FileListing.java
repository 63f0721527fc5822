package dev.convoy.jobs.source;

import java.util.Collection;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Files, found by Spark's {@code binaryFile}, each once; their bytes are not read.
 *
 * @param rows one row a file: its path and its length in bytes
 * @param count how many there are, by the listing itself
 */
record FileListing(Dataset<Row> rows, long count) {

    /** The places of the columns. */
    static final int PATH = 0;

    static final int LENGTH = 1;

    /** The files at these paths and, recursively, in these directories. */
    static FileListing of(SparkSession spark, List<Path> paths) {
        Dataset<Row> files = spark.read()
                .format("binaryFile")
                .option("recursiveFileLookup", true)
                .option("ignoreMissingFiles", false)
                .option("ignoreCorruptFiles", false)
                .option("__globPaths__", false)
                .load(paths.stream().map(Path::toString).toArray(String[]::new));
        Collection<FileStatus> listing = listing(files);
        return new FileListing(withEmptyFiles(files.select("path", "length"), listing), listing.size());
    }

    /** Spark lists empty files but scans none: their rows are added here. */
    private static Dataset<Row> withEmptyFiles(Dataset<Row> files, Collection<FileStatus> listing) {
        List<Row> empty = listing.stream()
                .filter(file -> file.getLen() == 0)
                .map(file -> RowFactory.create(file.getPath().toString(), 0L))
                .toList();
        if (empty.isEmpty()) {
            return files;
        }
        return files.union(
                files.sparkSession().createDataFrame(empty, files.schema()).coalesce(1));
    }

    private static Collection<FileStatus> listing(Dataset<Row> files) {
        LogicalRelation relation = (LogicalRelation) ((org.apache.spark.sql.classic.Dataset<Row>) files)
                .queryExecution()
                .analyzed()
                .collectLeaves()
                .head();
        FileIndex index = ((HadoopFsRelation) relation.relation()).location();
        return CollectionConverters.asJavaCollection(((PartitioningAwareFileIndex) index).allFiles());
    }
}
