package dev.convoy.jobs.source;

import dev.convoy.state.arrow.ArrowColumn;
import dev.convoy.state.arrow.ArrowColumn.Kind;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** Arrow's values as Spark has them. */
final class CarriedValue {

    private CarriedValue() {}

    /** The type of values of a kind; none where they are not carried. */
    static Optional<DataType> type(Kind kind) {
        return switch (kind) {
            case TEXT -> Optional.of(DataTypes.StringType);
            case BOOLEAN -> Optional.of(DataTypes.BooleanType);
            case INTEGER -> Optional.of(DataTypes.IntegerType);
            case LONG -> Optional.of(DataTypes.LongType);
            case FLOAT -> Optional.of(DataTypes.FloatType);
            case DOUBLE -> Optional.of(DataTypes.DoubleType);
            case BINARY, TENSOR, OTHER -> Optional.empty();
        };
    }

    /** A column's value in the current row, of its {@link #type}, or null. */
    static Object of(ArrowColumn column) throws IOException {
        if (column.isNull()) {
            return null;
        }
        if (column.bytes() > TarSamples.MOST_TEXT) {
            throw new IOException("expected at most " + TarSamples.MOST_TEXT + " bytes of a text that is carried, but"
                    + " column '" + column.name() + "' has " + column.bytes());
        }
        Object value = column.value();
        return value instanceof String text ? UTF8String.fromString(text) : value;
    }
}
