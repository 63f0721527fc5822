package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.InputOptions;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Where the images come from.
 *
 * @param inputs files and directories
 * @param options how the images are stored in them
 */
public record ImageSource(List<FileEntry> inputs, InputOptions options) {

    /** The source of inputs that are there and hold at least one file each. */
    public static ImageSource at(InputOptions options, Configuration hadoop) throws ConfigurationException {
        return new ImageSource(InputPaths.of(options.paths(), hadoop), options);
    }

    /** The files and directories, qualified. */
    public List<Path> paths() {
        return inputs.stream().map(FileEntry::path).toList();
    }

    /** Lists the images, or the files of them; their bytes are not read. */
    public Images read(SparkSession spark) throws ConfigurationException {
        if (options.isTable()) {
            return TableSource.open(spark, inputs, options).images();
        }
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        FileListing files = FileListing.of(inputs, !options.format().equals(InputOptions.IMAGE), hadoop);
        return switch (options.format()) {
            case InputOptions.TAR -> tar(files);
            case InputOptions.NPY -> new Images(files, npy(TensorShape.of(options)), new StructType(), true, true);
            case InputOptions.ARROW -> ArrowSource.open(spark, files, options);
            default -> new Images(files, new FileReader(), new StructType(), false, true);
        };
    }

    /**
     * Refuses files of several images that turned out to hold none, as a directory without a file is refused.
     *
     * @param found how many images there were
     */
    public void requireSome(Listing listing, long found) throws ConfigurationException {
        if (listing.images().isEmpty() && found == 0) {
            throw new ConfigurationException(String.join(",", options.paths()) + ": expected images in its files, but"
                    + " there is none"
                    + (options.format().equals(InputOptions.TAR)
                            ? ": no entry is named as an image or, without an extension, begins as one"
                            : ""));
        }
    }

    private Images tar(FileListing files) throws ConfigurationException {
        List<String> carried = TarSamples.extensions(options);
        StructType columns = new StructType();
        for (String extension : carried) {
            columns = columns.add(extension, DataTypes.StringType);
        }
        return new Images(files, tar(carried), columns, false, true);
    }

    private static ImageReader tar(List<String> carried) {
        return (rows, hadoop, maxLength) -> new ContainerIterator(
                rows,
                carried.size(),
                (path, length) -> carried.isEmpty()
                        ? TarImages.open(path, length, hadoop, maxLength)
                        : TarSamples.open(path, length, carried, hadoop, maxLength));
    }

    private static ImageReader npy(TensorShape shape) {
        return (rows, hadoop, maxLength) -> new ContainerIterator(
                rows, 0, (path, length) -> NpyImages.open(path, length, shape, hadoop, maxLength));
    }
}
