package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.InputOptions;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Where the images come from.
 *
 * @param paths files and directories, qualified
 * @param options how the images are stored in them
 */
public record ImageSource(List<Path> paths, InputOptions options) {

    /** The source of inputs that are there and hold at least one file each. */
    public static ImageSource at(InputOptions options, Configuration hadoop) throws ConfigurationException {
        return new ImageSource(InputPaths.of(options.paths(), hadoop), options);
    }

    /** Lists the images, or the files of them; their bytes are not read. */
    public Images read(SparkSession spark) throws ConfigurationException {
        if (options.isTable()) {
            return TableSource.open(spark, paths, options).images();
        }
        return switch (options.format()) {
            case InputOptions.TAR -> files(spark, true, tar(), false);
            case InputOptions.NPY -> files(spark, true, npy(TensorShape.of(options)), true);
            default -> files(spark, false, new FileReader(), false);
        };
    }

    private Images files(SparkSession spark, boolean containers, ImageReader reader, boolean tensors) {
        return new Images(FileListing.of(spark, paths, containers), reader, new StructType(), tensors, true);
    }

    private static ImageReader tar() {
        return (rows, hadoop, maxLength) ->
                new ContainerIterator(rows, (path, length) -> TarImages.open(path, length, hadoop, maxLength));
    }

    private static ImageReader npy(TensorShape shape) {
        return (rows, hadoop, maxLength) ->
                new ContainerIterator(rows, (path, length) -> NpyImages.open(path, length, shape, hadoop, maxLength));
    }
}
