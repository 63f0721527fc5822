package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.InputOptions;
import dev.convoy.state.arrow.ArrowColumn;
import dev.convoy.state.arrow.ArrowColumn.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Arrow files of images: a column of them, and others that go with them. One file's schema speaks for all. */
final class ArrowSource {

    private static final String EXPECTED =
            "Binary, LargeBinary, or extension type arrow.fixed_shape_tensor or" + " arrow.variable_shape_tensor";

    private final String name;
    private final InputOptions options;
    private final List<ArrowColumn> columns;

    private ArrowSource(String name, InputOptions options, List<ArrowColumn> columns) {
        this.name = name;
        this.options = options;
        this.columns = columns;
    }

    static Images open(SparkSession spark, FileListing files, InputOptions options) throws ConfigurationException {
        String name = String.join(",", options.paths());
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        return new ArrowSource(name, options, columns(name, files.files(), hadoop)).images(files);
    }

    /** The columns of the first file that can be read. */
    private static List<ArrowColumn> columns(String name, List<Row> files, Configuration hadoop)
            throws ConfigurationException {
        String first = "there is none";
        IOException cause = null;
        for (Row file : files) {
            if (!file.isNullAt(FileListing.PROBLEM)) {
                first = cause == null ? file.getString(FileListing.PROBLEM) : first;
                continue;
            }
            try (ArrowInput input =
                    ArrowInput.open(file.getString(FileListing.PATH), file.getLong(FileListing.LENGTH), hadoop)) {
                return input.rows().columns();
            } catch (IOException e) {
                first = cause == null ? e.getMessage() : first;
                cause = cause == null ? e : cause;
            }
        }
        throw new ConfigurationException(name + ": expected Arrow files, but none can be read: " + first, cause);
    }

    private Images images(FileListing files) throws ConfigurationException {
        ArrowColumn image = image();
        boolean tensors = image.kind() == Kind.TENSOR;
        if (options.shape().isPresent() && !tensors) {
            throw new ConfigurationException(
                    "--input-shape is for tensors, but column '" + image.name() + "' of " + name + " holds images");
        }
        List<ArrowImages.Column> carried = new ArrayList<>();
        StructType schema = new StructType();
        for (ArrowColumn column : carried(image)) {
            carried.add(ArrowImages.Column.of(column));
            schema = schema.add(column.name(), CarriedValue.type(column.kind()).orElseThrow());
        }
        TensorShape shape = TensorShape.of(options);
        ArrowImages.Column images = ArrowImages.Column.of(image);
        ImageReader reader = (rows, hadoop, maxLength) -> new ContainerIterator(
                rows,
                carried.size(),
                (path, length) -> ArrowImages.open(path, length, images, carried, shape, hadoop, maxLength));
        return new Images(files, reader, schema, tensors, true);
    }

    private ArrowColumn image() throws ConfigurationException {
        if (options.column().isPresent()) {
            ArrowColumn column = column(options.column().get(), "");
            if (!isImage(column)) {
                throw new ConfigurationException(name + ": expected column '" + column.name() + "' to be " + EXPECTED
                        + ", but it is " + column.type() + told());
            }
            return column;
        }
        List<ArrowColumn> candidates =
                columns.stream().filter(ArrowSource::isImage).toList();
        if (candidates.size() != 1) {
            throw new ConfigurationException(name + ": expected one column of images, or --column NAME to say which"
                    + " one, but "
                    + (candidates.isEmpty()
                            ? "there is none"
                            : "there are "
                                    + candidates.stream().map(ArrowColumn::name).toList())
                    + told());
        }
        return candidates.get(0);
    }

    /** The columns that are carried: those said, else all others that can be. */
    private List<ArrowColumn> carried(ArrowColumn image) throws ConfigurationException {
        if (options.carryColumns().isEmpty()) {
            return columns.stream()
                    .filter(column -> column != image
                            && !column.isNested()
                            && CarriedValue.type(column.kind()).isPresent())
                    .toList();
        }
        List<ArrowColumn> carried = new ArrayList<>();
        for (String said : new LinkedHashSet<>(options.carryColumns().get())) {
            ArrowColumn column = column(said, " to carry");
            if (CarriedValue.type(column.kind()).isEmpty()) {
                throw new ConfigurationException(name + ": column '" + said + "' cannot be carried: expected text, a"
                        + " boolean, an integer or a float, but it is " + column.type() + told());
            }
            carried.add(column);
        }
        return carried;
    }

    private ArrowColumn column(String wanted, String purpose) throws ConfigurationException {
        Optional<ArrowColumn> column =
                columns.stream().filter(each -> each.name().equals(wanted)).findFirst();
        if (column.isEmpty()) {
            throw new ConfigurationException(name + ": there is no column '" + wanted + "'" + purpose + told());
        }
        return column.get();
    }

    private static boolean isImage(ArrowColumn column) {
        return column.kind() == Kind.BINARY || column.kind() == Kind.TENSOR;
    }

    private String told() {
        return columns.stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.joining(", ", "; the columns are ", ""));
    }
}
