package dev.convoy.jobs.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.InputOptions;
import dev.convoy.jobs.parquet.TensorParquetFormat;
import dev.convoy.tensor.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.util.QuotingUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A table of images: a column of them, and others that go with them. */
final class TableSource {

    private static final String PATH = "path";
    private static final Column ROW = col("_metadata.row_index");

    private final String name;
    private final Dataset<Row> table;
    private final InputOptions options;

    private TableSource(String name, Dataset<Row> table, InputOptions options) {
        this.name = name;
        this.table = table;
        this.options = options;
    }

    static TableSource open(SparkSession spark, List<FileEntry> inputs, InputOptions options)
            throws ConfigurationException {
        String name = String.join(",", options.paths());
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        requireReachable(name, inputs, hadoop);
        try {
            Dataset<Row> table = spark.read()
                    .format(options.format())
                    .option("__globPaths__", false)
                    .options(InputFiles.options(hadoop))
                    .load(inputs.stream().map(entry -> entry.path().toString()).toArray(String[]::new));
            return new TableSource(name, table, options);
        } catch (Exception e) {
            throw new ConfigurationException(
                    name + ": the input cannot be read as '" + options.format() + "': "
                            + Printable.firstLine(e.getMessage()),
                    e);
        }
    }

    static TableSource of(String name, Dataset<Row> table, InputOptions options) {
        return new TableSource(name, table, options);
    }

    /** Spark lists a table's files itself, and would leave out what it cannot reach without a word. */
    private static void requireReachable(String name, List<FileEntry> inputs, Configuration hadoop)
            throws ConfigurationException {
        try {
            FileTree.walk(inputs, hadoop, entry -> {
                if (entry.problem() != null) {
                    throw new ConfigurationException(name + ": expected a table whose files can all be read, but "
                            + entry.path() + ": " + entry.problem());
                }
                return true;
            });
        } catch (IOException e) {
            throw new ConfigurationException(name + ": the input cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Its images. */
    Images images() throws ConfigurationException {
        String chosen = options.column().isPresent() ? options.column().get() : onlyImages();
        StructField field = table.select(column(chosen)).schema().fields()[0];
        TableColumn kind = require(TableColumn.of(field.dataType()), chosen, field);
        requireReadable(field);
        List<Column> paths = paths(column(chosen), kind);
        paths.add(place());
        StructType carried = carried(chosen);
        StructType plain = new StructType(Arrays.stream(carried.fields())
                .map(each -> new StructField(each.name(), each.dataType(), true, Metadata.empty()))
                .toArray(StructField[]::new));
        Frame frame = frame(chosen, field, kind, paths, plain);
        return new Images(
                TableListing.of(frame.rows()), frame.reader(), plain, frame.tensors(), resolves(ROW) || hasPaths());
    }

    /** Its images, each with all columns. */
    Frame frame() throws ConfigurationException {
        String chosen = options.column().orElseThrow();
        StructField field = table.select(column(chosen)).schema().fields()[0];
        TableColumn kind = require(TableColumn.named(field.dataType()), chosen, field);
        List<Column> paths = paths(column(chosen), kind);
        paths.add(lit("a row"));
        return frame(chosen, field, kind, paths, table.schema());
    }

    /** Rows are path, image and the columns that are carried, as a struct. */
    private Frame frame(String chosen, StructField field, TableColumn holds, List<Column> paths, StructType carried)
            throws ConfigurationException {
        Column images = column(chosen);
        TableColumn kind = holds;
        if (options.shapeColumn().isPresent()) {
            images = withShape(chosen, images, kind);
            kind = TableColumn.VARYING_TENSOR;
        }
        TensorShape shape = shape(chosen, field, kind);
        Column[] others =
                Arrays.stream(carried.fieldNames()).map(TableSource::quoted).toArray(Column[]::new);
        Dataset<Row> rows = table.select(
                coalesce(paths.toArray(Column[]::new)).as(PATH),
                kind.type().map(images::cast).orElse(images).as("image"),
                struct(others).as("carried"));
        return new Frame(rows, new TableReader(kind, carried.length(), shape), carried, kind.isTensor());
    }

    /** The column to read where none was said. */
    private String onlyImages() throws ConfigurationException {
        List<String> candidates = Arrays.stream(table.schema().fields())
                .filter(field -> TableColumn.of(field.dataType())
                        .filter(kind -> !kind.isTensor())
                        .isPresent())
                .map(StructField::name)
                .toList();
        if (candidates.size() != 1) {
            throw new ConfigurationException(name + ": expected one column of images, or --column NAME to say which"
                    + " one, but " + (candidates.isEmpty() ? "there is none" : "there are " + candidates)
                    + columns());
        }
        return candidates.get(0);
    }

    private Column column(String wanted) throws ConfigurationException {
        Column column = isTopLevel(wanted) ? quoted(wanted) : col(wanted);
        if (!resolves(column)) {
            throw new ConfigurationException(name + ": there is no column '" + wanted + "'" + columns());
        }
        return column;
    }

    private TableColumn require(Optional<TableColumn> kind, String chosen, StructField field)
            throws ConfigurationException {
        if (kind.isEmpty()) {
            throw new ConfigurationException(name + ": expected column '" + chosen + "' to be " + TableColumn.EXPECTED
                    + ", but it is " + field.dataType().sql() + columns());
        }
        return kind.get();
    }

    /** A column of tensors, and the one that has their shapes. */
    private Column withShape(String chosen, Column images, TableColumn kind) throws ConfigurationException {
        if (kind != TableColumn.FIXED_TENSOR) {
            throw new ConfigurationException("--shape-column is for tensors in an ARRAY<FLOAT>, but column '" + chosen
                    + "' of " + name + " holds "
                    + (kind.isTensor() ? "tensors that bring their shapes" : "images"));
        }
        String said = options.shapeColumn().get();
        Column sizes = column(said);
        DataType type = table.select(sizes).schema().fields()[0].dataType();
        if (!TableColumn.isShape(type)) {
            throw new ConfigurationException(name + ": expected column '" + said
                    + "' to be ARRAY<INT> or ARRAY<BIGINT>, but it is " + type.sql() + columns());
        }
        return struct(images.as("data"), sizes.as("shape"));
    }

    /** Spark's own format knows no halves, and would fail where the first row is read. */
    private void requireReadable(StructField field) throws ConfigurationException {
        if (options.format().equalsIgnoreCase("parquet") && TensorParquetFormat.isHalf(field)) {
            throw new ConfigurationException(name + ": column '" + field.name()
                    + "' holds tensors in float16, which only" + " --input-format tensor-parquet reads");
        }
    }

    /** The shape of a column's tensors: what was said, else what the column's metadata say, as our own files' do. */
    private TensorShape shape(String chosen, StructField field, TableColumn kind) throws ConfigurationException {
        if (options.shape().isPresent() && !kind.isTensor()) {
            throw new ConfigurationException(
                    "--input-shape is for tensors, but column '" + chosen + "' of " + name + " holds images");
        }
        if (options.shape().isPresent() || kind != TableColumn.FIXED_TENSOR) {
            return TensorShape.of(options);
        }
        try {
            return new TensorShape(Arrays.stream(field.metadata().getLongArray(TensorParquetFormat.SHAPE))
                    .mapToObj(Math::toIntExact)
                    .toList());
        } catch (RuntimeException e) {
            throw new ConfigurationException(
                    name + ": column '" + chosen + "' does not say the shape of its tensors; say --input-shape C,H,W",
                    e);
        }
    }

    /** The columns that are carried: those said, else all but those of the images; the path goes its own way. */
    private StructType carried(String chosen) throws ConfigurationException {
        StructType schema = table.schema();
        String images = isTopLevel(chosen) ? chosen : chosen.split("\\.", 2)[0].replace("`", "");
        List<String> names = options.carryColumns().isPresent()
                ? options.carryColumns().get()
                : Arrays.stream(schema.fieldNames())
                        .filter(column -> !column.equalsIgnoreCase(images)
                                && !column.equalsIgnoreCase(
                                        options.shapeColumn().orElse(images)))
                        .toList();
        List<StructField> fields = new ArrayList<>();
        for (String column : new LinkedHashSet<>(names)) {
            if (!isTopLevel(column)) {
                throw new ConfigurationException(name + ": there is no column '" + column + "' to carry" + columns());
            }
            requireReadable(schema.apply(column));
            if (!isPath(schema.apply(column))) {
                fields.add(schema.apply(column));
            }
        }
        return new StructType(fields.toArray(StructField[]::new));
    }

    /** What the table says, else the image's origin or file. */
    private List<Column> paths(Column images, TableColumn kind) {
        List<Column> paths = new ArrayList<>();
        if (kind == TableColumn.PATH) {
            paths.add(images);
        }
        for (StructField field : table.schema().fields()) {
            if (isPath(field)) {
                paths.add(quoted(field.name()));
            }
        }
        if (kind == TableColumn.IMAGE) {
            paths.add(nullif(images.getField("origin"), lit("")));
        }
        return paths;
    }

    /** The row's file and its number in it, where Spark tells; else a number that no other row of this run has. */
    private Column place() {
        Column file = col("_metadata.file_path");
        boolean numbered = resolves(ROW);
        Column number = (numbered ? ROW : monotonically_increasing_id()).cast(DataTypes.StringType);
        return concat(numbered || resolves(file) ? file : lit("row"), lit("#"), number);
    }

    private boolean hasPaths() {
        return Arrays.stream(table.schema().fields()).anyMatch(TableSource::isPath);
    }

    private static boolean isPath(StructField field) {
        return field.name().equalsIgnoreCase(PATH) && field.dataType().equals(DataTypes.StringType);
    }

    private boolean isTopLevel(String column) {
        return Arrays.asList(table.schema().fieldNames()).contains(column);
    }

    private boolean resolves(Column column) {
        try {
            return table.select(column).schema().length() == 1;
        } catch (Exception e) {
            return false;
        }
    }

    private static Column quoted(String column) {
        return col(QuotingUtils.quoteIdentifier(column));
    }

    private String columns() {
        return Arrays.stream(table.schema().fields())
                .map(field -> field.name() + " " + field.dataType().sql())
                .collect(Collectors.joining(", ", "; the columns are ", ""));
    }
}
