package dev.convoy.jobs.conf;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the images are and how they are stored.
 *
 * @param paths files, directories and globs of them, as Hadoop reads a path
 * @param format {@value #IMAGE}, {@value #TAR}, {@value #NPY}, {@value #ARROW}, or the name of a format of tables that
 *     Spark reads
 * @param column a table's column of images, if it was said
 * @param shapeColumn a table's column of the shapes of the tensors in that column, if it was said
 * @param carryColumns a table's columns that are written too, or the extensions of images' siblings in a tar archive,
 *     if it was said; else all others of a table
 * @param shape {@code [C, H, W]} of every tensor, if it was said
 */
public record InputOptions(
        List<String> paths,
        String format,
        Optional<String> column,
        Optional<String> shapeColumn,
        Optional<List<String>> carryColumns,
        Optional<List<Integer>> shape) {

    /** Every file is an image. */
    public static final String IMAGE = "image";
    /**
     * Every file is a tar archive, whose images are those of its entries that are named, or else begin, as images do.
     */
    public static final String TAR = "tar";
    /** Every file is one array of NumPy's, of one or more inputs of a network. */
    public static final String NPY = "npy";

    /** Every file is an Arrow IPC file or stream, a table of images. */
    public static final String ARROW = "arrow";

    private static final Set<String> FILES = Set.of(IMAGE, TAR, NPY, ARROW);

    static InputOptions of(Settings settings) throws ConfigurationException {
        InputOptions options = new InputOptions(
                settings.value(Option.INPUT),
                settings.value(Option.INPUT_FORMAT),
                settings.find(Option.COLUMN),
                settings.find(Option.SHAPE_COLUMN),
                settings.find(Option.CARRY_COLUMNS),
                settings.find(Option.INPUT_SHAPE));
        options.refuseFor(Set.of(IMAGE, TAR, NPY), Option.COLUMN, options.column, "parquet, orc, arrow, …");
        options.refuseFor(FILES, Option.SHAPE_COLUMN, options.shapeColumn, "parquet, orc, …");
        options.requireCarried(Option.CARRY_COLUMNS, options.carryColumns);
        if (options.shapeColumn.isPresent() && options.column.isEmpty()) {
            throw new ConfigurationException("--" + Option.SHAPE_COLUMN.name() + " is for the tensors of a column; say"
                    + " which one with --" + Option.COLUMN.name() + " NAME");
        }
        if (options.shape.isPresent() && (options.format.equals(IMAGE) || options.format.equals(TAR))) {
            throw new ConfigurationException("--" + Option.INPUT_SHAPE.name() + " is for tensors (--"
                    + Option.INPUT_FORMAT.name() + " npy, or a table's column of them), but the input format is "
                    + options.format);
        }
        return options;
    }

    /** Whether the images are rows of a table that Spark reads. */
    public boolean isTable() {
        return !FILES.contains(format);
    }

    /** Refuses an option about columns that are carried, if it was said, where an input has none. */
    void requireCarried(Option<?> option, Optional<?> said) throws ConfigurationException {
        refuseFor(Set.of(IMAGE, NPY), option, said, "parquet, orc, arrow, …, or tar");
    }

    private void refuseFor(Set<String> formats, Option<?> option, Optional<?> said, String others)
            throws ConfigurationException {
        if (said.isPresent() && formats.contains(format)) {
            throw new ConfigurationException("--" + option.name() + " is for tables (--" + Option.INPUT_FORMAT.name()
                    + " " + others + "), but the input format is " + format);
        }
    }
}
