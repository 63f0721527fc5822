package dev.convoy.jobs.parquet;

import dev.convoy.state.Half;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** Reads a file's rows as floats where it has halves, which Spark's own reader gives as two bytes each. */
final class HalfReader extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>> implements Serializable {

    private static final long serialVersionUID = 1;

    private static final ArrayType HALVES = DataTypes.createArrayType(DataTypes.BinaryType, true);

    private final Function1<PartitionedFile, Iterator<InternalRow>> stored;
    private final StructType schema;

    /**
     * A reader.
     *
     * @param stored reads rows in which the columns of halves are as {@link #stored(StructType)} has them
     * @param schema of the rows to make
     */
    HalfReader(Function1<PartitionedFile, Iterator<InternalRow>> stored, StructType schema) {
        this.stored = stored;
        this.schema = schema;
    }

    static boolean hasHalves(StructType schema) {
        return Arrays.stream(schema.fields()).anyMatch(TensorField::isHalf);
    }

    /** The schema as Spark's own reader takes it. */
    static StructType stored(StructType schema) {
        return new StructType(
                Arrays.stream(schema.fields()).map(HalfReader::stored).toArray(StructField[]::new));
    }

    private static StructField stored(StructField field) {
        if (!TensorField.isHalf(field)) {
            return field;
        }
        DataType type = field.dataType() instanceof StructType tensor
                ? new StructType().add("data", HALVES).add(tensor.apply("shape"))
                : HALVES;
        return new StructField(field.name(), type, field.nullable(), field.metadata());
    }

    @Override
    public Iterator<InternalRow> apply(PartitionedFile file) {
        UnsafeProjection projection = UnsafeProjection.create(schema);
        return stored.apply(file).map(row -> projection.apply(row(row)));
    }

    private InternalRow row(InternalRow row) {
        Object[] values = new Object[schema.length()];
        for (int i = 0; i < values.length; i++) {
            if (!row.isNullAt(i)) {
                values[i] = value(row, i, schema.fields()[i]);
            }
        }
        return new GenericInternalRow(values);
    }

    private static Object value(InternalRow row, int place, StructField field) {
        if (!TensorField.isHalf(field)) {
            return row.get(place, field.dataType());
        }
        if (field.dataType() instanceof ArrayType) {
            return floats(row.getArray(place));
        }
        InternalRow tensor = row.getStruct(place, 2);
        return new GenericInternalRow(new Object[] {
            tensor.isNullAt(0) ? null : floats(tensor.getArray(0)), tensor.isNullAt(1) ? null : tensor.getArray(1)
        });
    }

    private static ArrayData floats(ArrayData halves) {
        Object[] floats = new Object[halves.numElements()];
        for (int i = 0; i < floats.length; i++) {
            if (!halves.isNullAt(i)) {
                byte[] half = halves.getBinary(i);
                floats[i] = Half.toFloat((short) ((half[1] << Byte.SIZE) | (half[0] & 0xff)));
            }
        }
        return new GenericArrayData(floats);
    }
}
