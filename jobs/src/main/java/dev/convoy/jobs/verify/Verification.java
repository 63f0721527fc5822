package dev.convoy.jobs.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.feature.Cluster;
import dev.convoy.jobs.feature.Counters;
import dev.convoy.jobs.feature.Extraction;
import dev.convoy.jobs.feature.Extractor;
import dev.convoy.jobs.feature.FeatureSchema;
import dev.convoy.jobs.feature.Sizing;
import dev.convoy.jobs.sink.FeatureOutput;
import dev.convoy.jobs.source.ImageSource;
import dev.convoy.jobs.source.Images;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.util.QuotingUtils;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Recomputes a sample of an output's rows from their images and compares the bits. The sample depends on the seed and
 * the paths, on nothing else; no file of the output is read whole that holds none of it.
 *
 * @param source where the images are
 * @param extraction what made the rows, except that it keeps a row for a bad image
 * @param output what they are in
 * @param sample how many rows, 1 or more
 * @param seed which ones
 */
public record Verification(ImageSource source, Extraction extraction, FeatureOutput output, int sample, long seed) {

    private static final String FILE = "_metadata.file_name";
    private static final int BATCH = 8;

    /** Verifies. */
    public Findings run(SparkSession spark) throws ConfigurationException, IOException {
        Images images = source.read(spark);
        if (!images.lasting()) {
            throw new ConfigurationException(
                    "the rows of this input have other paths in every run: none can be found again");
        }
        StructType columns = extraction.columns(images.carried());
        Dataset<Row> failures = output.readFailures(columns, spark);
        Dataset<Row> features = output.readFeatures(columns, spark);
        Set<String> paths = new TreeSet<>();
        Set<String> files = new TreeSet<>();
        for (Row drawn : draw(drawn(features).union(drawn(failures)))) {
            paths.add(drawn.getString(0));
            files.add(drawn.getString(1));
        }
        try (Extractor extractor = extraction.on(spark, extraction.memory(Cluster.of(spark.sparkContext()), 0))) {
            Dataset<Row> expected = of(features, files, paths).unionByName(of(failures, files, paths));
            Dataset<Row> actual = recompute(images.of(images.listing().only(paths)), extractor, spark);
            return findings(
                    features.select(FeatureSchema.PATH).union(failures.select(FeatureSchema.PATH)),
                    compare(expected, actual));
        }
    }

    private static Findings findings(Dataset<Row> rows, List<Tuple2<String, String>> compared) {
        List<String> missing = compared.stream()
                .filter(row -> row._2() == null)
                .map(Tuple2::_1)
                .sorted()
                .toList();
        List<String> drift = compared.stream()
                .filter(row -> row._2() != null)
                .flatMap(row -> row._2().lines())
                .sorted()
                .toList();
        long drifted = compared.stream()
                .filter(row -> row._2() != null && !row._2().isEmpty())
                .count();
        return new Findings(rows.count(), compared.size() - missing.size(), drifted, drift, missing, repeated(rows));
    }

    /** Path and file of each row, and what decides whether it is drawn. */
    private Dataset<Row> drawn(Dataset<Row> rows) {
        return rows.select(
                col(FeatureSchema.PATH),
                col(FILE).as("file"),
                xxhash64(lit(seed), col(FeatureSchema.PATH)).as("draw"));
    }

    /** The sample's rows: path and file. */
    private List<Row> draw(Dataset<Row> rows) {
        return rows.orderBy("draw", FeatureSchema.PATH).limit(sample).collectAsList();
    }

    /** The rows of these images, which lie in these files. */
    private static Dataset<Row> of(Dataset<Row> rows, Set<String> files, Set<String> paths) {
        return rows.where(col(FILE).isin(files.toArray()))
                .where(col(FeatureSchema.PATH).isin(paths.toArray()));
    }

    private Dataset<Row> recompute(Images images, Extractor extractor, SparkSession spark)
            throws ConfigurationException {
        int partitions = images.listing()
                .partitions()
                .orElse(Math.min(sample, spark.sparkContext().defaultParallelism()));
        Dataset<Row> features =
                extractor.apply(images, Sizing.even(partitions, BATCH), Counters.register(spark.sparkContext()));
        for (String column : extraction.partitionBy()) {
            features = features.withColumn(column, directoryValue(features.col(QuotingUtils.quoteIdentifier(column))));
        }
        return features;
    }

    /**
     * For each row its path and the lines that tell how it differs: none where it does not, null where its image is
     * missing.
     */
    private List<Tuple2<String, String>> compare(Dataset<Row> expected, Dataset<Row> actual) {
        Comparison comparison = Comparison.of(extraction.tensors());
        return nested(expected, expected.columns(), "expected")
                .join(nested(actual, expected.columns(), "actual"), new String[] {FeatureSchema.PATH}, "left")
                .map(
                        (MapFunction<Row, Tuple2<String, String>>)
                                row -> new Tuple2<>(row.getString(0), comparison.differences(row)),
                        Encoders.tuple(Encoders.STRING(), Encoders.STRING()))
                .collectAsList();
    }

    private static List<String> repeated(Dataset<Row> rows) {
        return rows
                .groupBy(FeatureSchema.PATH)
                .count()
                .where("count > 1")
                .orderBy(FeatureSchema.PATH)
                .collectAsList()
                .stream()
                .map(row -> row.getString(0) + ": " + row.getLong(1) + " rows")
                .toList();
    }

    /** The path, and all other columns as one. */
    private static Dataset<Row> nested(Dataset<Row> rows, String[] columns, String name) {
        Column[] others = Arrays.stream(columns)
                .filter(column -> !column.equals(FeatureSchema.PATH))
                .map(column -> rows.col(QuotingUtils.quoteIdentifier(column)))
                .toArray(Column[]::new);
        return rows.select(rows.col(FeatureSchema.PATH), struct(others).as(name));
    }

    /** A column's value as the name of a directory of features keeps it: of an empty text it keeps nothing. */
    private static Column directoryValue(Column column) {
        return when(
                col(FeatureSchema.ERROR)
                        .isNotNull()
                        .or(column.cast(DataTypes.StringType).notEqual("")),
                column);
    }
}
