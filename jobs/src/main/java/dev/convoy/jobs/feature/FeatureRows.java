package dev.convoy.jobs.feature;

import dev.convoy.jobs.source.Origin;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Makes rows of {@link FeatureSchema}: a tensor is copied once, as a block, and no float is boxed. */
final class FeatureRows {

    private static final UTF8String OK = UTF8String.fromString(FeatureSchema.OK);
    private static final UTF8String FAILED = UTF8String.fromString(FeatureSchema.FAILED);

    private final List<TensorColumn> tensors;
    private final StructType carried;

    FeatureRows(List<TensorColumn> tensors, StructType carried) {
        this.tensors = tensors;
        this.carried = carried;
    }

    /** The row of the image at a place in a batch, whose outputs these are. */
    InternalRow ok(PreparedImage image, Map<String, Tensor> outputs, int place) {
        Object[] values = blank(image.origin());
        values[1] = image.width();
        values[2] = image.height();
        for (int i = 0; i < tensors.size(); i++) {
            TensorColumn column = tensors.get(i);
            values[3 + i] = value(column, outputs.get(column.layer()), place);
        }
        values[values.length - 1] = OK;
        return new GenericInternalRow(values);
    }

    InternalRow failed(Failure failure) {
        Object[] values = blank(failure.origin());
        values[values.length - 2] = new GenericInternalRow(
                new Object[] {UTF8String.fromString(failure.stage().toString()), UTF8String.fromString(failure.reason())
                });
        values[values.length - 1] = FAILED;
        return new GenericInternalRow(values);
    }

    private Object[] blank(Origin origin) {
        Object[] values = new Object[3 + tensors.size() + carried.length() + 2];
        values[0] = UTF8String.fromString(origin.path());
        for (int i = 0; i < carried.length(); i++) {
            values[3 + tensors.size() + i] =
                    origin.carried().isNullAt(i) ? null : origin.carried().get(i, carried.fields()[i].dataType());
        }
        return values;
    }

    private static Object value(TensorColumn column, Tensor batch, int place) {
        Shape shape = batch.shape().slice(1, batch.shape().rank());
        UnsafeArrayData data = slice(batch.array(), place * shape.elements(), shape.elements());
        Optional<Shape> planned = column.shape();
        if (planned.isEmpty()) {
            return new GenericInternalRow(new Object[] {data, UnsafeArrayData.fromPrimitiveArray(shape.toArray())});
        }
        if (!planned.get().equals(shape)) {
            throw new AssertionError("column " + column.name() + " was planned with shape " + planned.get()
                    + " but layer " + column.layer() + " gave " + shape);
        }
        return data;
    }

    private static UnsafeArrayData slice(float[] array, int from, int length) {
        long offset = Platform.FLOAT_ARRAY_OFFSET + (long) Float.BYTES * from;
        return offset <= Integer.MAX_VALUE
                ? UnsafeArrayData.fromPrimitiveArray(array, (int) offset, length, Float.BYTES)
                : UnsafeArrayData.fromPrimitiveArray(Arrays.copyOfRange(array, from, from + length));
    }
}
