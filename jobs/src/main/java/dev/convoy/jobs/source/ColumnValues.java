package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Images that come one by one, without a row around them.
 *
 * @param type what they are to be cast to
 * @param reader finds them in {@link #row}s
 * @param tensors whether they are a network's inputs
 */
public record ColumnValues(DataType type, ImageReader reader, boolean tensors) {

    /** Images of a column of this type. */
    public static ColumnValues of(DataType type, Optional<List<Integer>> shape) throws ConfigurationException {
        TableColumn kind = TableColumn.named(type)
                .orElseThrow(() -> new ConfigurationException(
                        "expected images that are STRING, " + TableColumn.EXPECTED + ", but they are " + type.sql()));
        if (kind == TableColumn.FIXED_TENSOR && shape.isEmpty()) {
            throw new ConfigurationException(
                    "expected the shape of tensors that are ARRAY<FLOAT>, but there is none; say input-shape = [C, H, W]");
        }
        if (shape.isPresent() && !kind.isTensor()) {
            throw new ConfigurationException("input-shape is for tensors, but the images are " + type.sql());
        }
        return new ColumnValues(
                kind.type().orElse(type),
                new TableReader(kind, 0, new TensorShape(shape.orElse(List.of()))),
                kind.isTensor());
    }

    /** The row of an image. */
    public static InternalRow row(Object value) {
        return new GenericInternalRow(
                new Object[] {value instanceof UTF8String ? value : null, value, new GenericInternalRow(0)});
    }
}
