package dev.convoy.spark;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.conf.FeatureOptions;
import dev.convoy.jobs.feature.DataFrameExtraction;
import dev.convoy.jobs.internals.SqlFunction;
import dev.convoy.jobs.internals.SqlFunction.Bound;
import dev.convoy.jobs.source.ColumnValues;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;

/**
 * Features of images in SQL.
 *
 * <ul>
 *   <li>{@code convoy_features(image, spec)}: a struct of a field a layer, as {@link FeatureExtractor}'s columns, and
 *       of {@code error}, which is null where there is none;
 *   <li>{@code convoy_embedding(image, spec)}: the first layer's output alone, null where the image has none.
 * </ul>
 *
 * <p>{@code image} is {@code BINARY}, Spark's image struct, a path, or a tensor; {@code spec} a literal, the path of a
 * file of options as {@code convoy extract --conf} takes, on any Hadoop file system, read when the query is analysed.
 */
public final class Features {

    static final List<SqlFunction> FUNCTIONS = List.of(
            new SqlFunction(
                    "convoy_features",
                    "_FUNC_(image, spec) - Features of an image: a struct of a field a layer, and of its error.",
                    (column, spec) -> bind(column, spec, false)),
            new SqlFunction(
                    "convoy_embedding",
                    "_FUNC_(image, spec) - The first layer's output for an image; null where it has none.",
                    (column, spec) -> bind(column, spec, true)));

    private Features() {}

    /** Has a session know the functions; where it begins with {@link ConvoyExtensions} it knows them already. */
    public static void register(SparkSession spark) {
        FUNCTIONS.forEach(function -> function.register(spark));
    }

    private static Bound bind(DataType column, String spec, boolean first) {
        SparkSession spark = SparkSession.active();
        try {
            String text = SpecFile.read(spec, spark.sparkContext().hadoopConfiguration());
            FeatureOptions options = FeatureOptions.of(Map.of(), spec, text);
            ColumnValues values = ColumnValues.of(column, options.inputShape());
            DataFrameExtraction with = KnownModels.of(options, spark);
            DataType returns = first ? with.struct().fields()[0].dataType() : with.struct();
            return new Bound(with.function(values, first, spark), values.type(), returns);
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
