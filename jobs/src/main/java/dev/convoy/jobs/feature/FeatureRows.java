package dev.convoy.jobs.feature;

import dev.convoy.jobs.source.Origin;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Makes rows of {@link FeatureSchema}: a tensor is copied once, as a block, and no float is boxed. As everywhere in
 * Spark, a row is valid until the next one is made, whose tensors take the place of its own.
 */
final class FeatureRows {

    private static final UTF8String FAILED = UTF8String.fromString(FeatureSchema.FAILED);

    private final List<TensorColumn> tensors;
    private final StructType carried;
    private final Directories directories;
    /** Of each tensor, that of the latest row. */
    private final long[][] buffers;

    FeatureRows(List<TensorColumn> tensors, StructType carried, Directories directories) {
        this.tensors = tensors;
        this.carried = carried;
        this.directories = directories;
        this.buffers = new long[tensors.size()][0];
    }

    /** The row of the image at a place in a batch, whose outputs these are. */
    InternalRow ok(PreparedImage image, Map<String, Tensor> outputs, int place) {
        Object[] values = blank(image.origin());
        values[1] = image.width();
        values[2] = image.height();
        for (int i = 0; i < tensors.size(); i++) {
            values[3 + i] = value(i, outputs.get(tensors.get(i).layer()), place);
        }
        values[values.length - 1] = directories.of(image.origin().carried());
        return new GenericInternalRow(values);
    }

    InternalRow failed(Failure failure) {
        Object[] values = blank(failure.origin());
        values[values.length - 2] = new GenericInternalRow(new Object[] {
            UTF8String.fromString(failure.stage().toString()),
            UTF8String.fromString(failure.reason()),
            failure.retryable()
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

    private Object value(int number, Tensor batch, int place) {
        TensorColumn column = tensors.get(number);
        Shape shape = batch.shape().slice(1, batch.shape().rank());
        UnsafeArrayData data = slice(number, batch.array(), (long) place * shape.elements(), shape.elements());
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

    /** An array as Spark lays it out: its length, a bit an element that is set for null, the elements. */
    private UnsafeArrayData slice(int number, float[] array, long from, int length) {
        int header = UnsafeArrayData.calculateHeaderPortionInBytes(length);
        int bytes = Math.toIntExact(header + (long) Float.BYTES * length);
        int words = (bytes - 1) / Long.BYTES + 1;
        if (buffers[number].length != words) {
            buffers[number] = new long[words];
        }
        long[] buffer = buffers[number];
        buffer[0] = length;
        Platform.copyMemory(
                array,
                Platform.FLOAT_ARRAY_OFFSET + Float.BYTES * from,
                buffer,
                Platform.LONG_ARRAY_OFFSET + header,
                (long) Float.BYTES * length);
        UnsafeArrayData data = new UnsafeArrayData();
        data.pointTo(buffer, Platform.LONG_ARRAY_OFFSET, bytes);
        return data;
    }
}
