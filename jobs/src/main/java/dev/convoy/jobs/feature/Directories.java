package dev.convoy.jobs.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;

/** Names the directories that features are divided among as Spark's {@code partitionBy} names them. */
final class Directories {

    private static final UTF8String OUTPUT = UTF8String.fromString(FeatureSchema.FEATURES);

    private final List<String> names;
    private final List<Expression> values = new ArrayList<>();

    /**
     * Directories that carried columns name.
     *
     * @param names of those columns, outermost first
     * @param carried the columns that images bring
     * @param timeZone the session's, in which times are said
     */
    Directories(List<String> names, StructType carried, String timeZone) {
        this.names = names;
        for (String name : names) {
            int place = Arrays.asList(carried.fieldNames()).indexOf(name);
            values.add(new Cast(
                    new BoundReference(place, carried.fields()[place].dataType(), true),
                    DataTypes.StringType,
                    Option.apply(timeZone),
                    EvalMode.ANSI()));
        }
    }

    /** The directory, below the output, of the features of an image that brings these values. */
    UTF8String of(InternalRow carried) {
        if (names.isEmpty()) {
            return OUTPUT;
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Object value = values.get(i).eval(carried);
            String text = value == null || value.toString().isEmpty() ? null : value.toString();
            parts.add(ExternalCatalogUtils.getPartitionPathString(names.get(i), text));
        }
        return UTF8String.fromString(String.join("/", parts));
    }
}
