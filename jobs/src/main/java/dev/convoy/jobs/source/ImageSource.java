package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A directory of images, searched recursively. Every file is an image, whatever its name; files and directories whose
 * name begins with {@code _} or {@code .} are hidden, as everywhere in Spark and Hadoop.
 *
 * @param directory the directory, as Hadoop reads a path
 */
public record ImageSource(Path directory) {

    /** The image's path. */
    public static final String PATH = "path";
    /** The file's length in bytes. */
    public static final String LENGTH = "length";

    /** The images of a directory, which must be there and hold at least one file. */
    public static ImageSource at(String input, Configuration hadoop) throws ConfigurationException {
        Path directory = new Path(input);
        try {
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
        } catch (IOException e) {
            throw new ConfigurationException(input + ": the input cannot be listed: " + e.getMessage(), e);
        }
    }

    /** One row an image: {@link #PATH} and {@link #LENGTH}. The bytes are not read. */
    public Dataset<Row> read(SparkSession spark) {
        return spark.read()
                .format("binaryFile")
                .option("recursiveFileLookup", true)
                .option("ignoreMissingFiles", false)
                .option("ignoreCorruptFiles", false)
                .option("__globPaths__", false)
                .load(directory.toString())
                .select(PATH, LENGTH);
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
