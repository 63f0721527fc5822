package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
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
 * A directory of images, searched recursively. Every file is an image, whatever its name; files and directories whose
 * name begins with {@code _} or {@code .} are hidden, as everywhere in Spark and Hadoop.
 *
 * @param directory the directory, as Hadoop reads a path
 */
public record ImageSource(Path directory) {

    /** The images of a directory, which must be there and hold at least one file. */
    public static ImageSource at(String input, Configuration hadoop) throws ConfigurationException {
        try {
            Path directory = new Path(input);
            FileSystem files = directory.getFileSystem(hadoop);
            FileStatus status = files.getFileStatus(directory);
            if (!status.isDirectory()) {
                throw new ConfigurationException(input + ": expected a directory of images as input, but it is a file");
            }
            if (!holdsFiles(files, directory)) {
                throw new ConfigurationException(
                        input + ": expected a directory of images as input, but there is no file in it");
            }
            return new ImageSource(status.getPath());
        } catch (FileNotFoundException e) {
            throw new ConfigurationException(input + ": expected a directory of images as input, but there is none", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(input + ": the input cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Lists the images; their bytes are not read. */
    public Images read(SparkSession spark) {
        Dataset<Row> files = spark.read()
                .format("binaryFile")
                .option("recursiveFileLookup", true)
                .option("ignoreMissingFiles", false)
                .option("ignoreCorruptFiles", false)
                .option("__globPaths__", false)
                .load(directory.toString());
        Collection<FileStatus> listing = listing(files);
        return new Images(withEmptyFiles(files.select(Images.PATH, Images.LENGTH), listing), listing.size());
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

    private static boolean holdsFiles(FileSystem files, Path directory) throws IOException {
        RemoteIterator<FileStatus> entries = files.listStatusIterator(directory);
        while (entries.hasNext()) {
            FileStatus entry = entries.next();
            String name = entry.getPath().getName();
            boolean hidden = name.startsWith("_") || name.startsWith(".");
            if (!hidden && (entry.isFile() || holdsFiles(files, entry.getPath()))) {
                return true;
            }
        }
        return false;
    }
}
