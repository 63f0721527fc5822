package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.InputOptions;
import java.util.List;
import java.util.OptionalLong;
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
        FileListing files = FileListing.of(spark, paths);
        StructType none = new StructType();
        return switch (options.format()) {
            case InputOptions.TAR -> new Images(files.rows(), tar(), none, false, OptionalLong.empty());
            case InputOptions.NPY ->
                new Images(files.rows(), npy(TensorShape.of(options)), none, true, OptionalLong.empty());
            default -> new Images(files.rows(), new FileReader(), none, false, OptionalLong.of(files.count()));
        };
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
