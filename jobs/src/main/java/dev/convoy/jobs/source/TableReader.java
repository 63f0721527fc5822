package dev.convoy.jobs.source;

import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Reads rows of a table: path, image, and a struct of the columns that are carried.
 *
 * @param kind what the image column holds
 * @param carried how many columns are carried
 * @param shape what tensors have to look like
 */
record TableReader(TableColumn kind, int carried, TensorShape shape) implements ImageReader {

    private static final long serialVersionUID = 1;

    private static final int PATH = 0;
    private static final int IMAGE = 1;
    private static final int CARRIED = 2;

    @Override
    public Iterator<SourceImage> read(Iterator<InternalRow> rows, Configuration hadoop, LengthLimit maxLength) {
        return ImageReader.each(rows, row -> {
            InternalRow others = row.getStruct(CARRIED, carried).copy();
            String path = row.isNullAt(PATH) ? "" : row.getString(PATH);
            return new SourceImage(new Origin(path, others), () -> content(row, hadoop, maxLength));
        });
    }

    private Content content(InternalRow row, Configuration hadoop, LengthLimit maxLength) throws IOException {
        if (row.isNullAt(IMAGE)) {
            throw new IOException("expected an image, but the column is null");
        }
        return switch (kind) {
            case FILE -> file(row.getBinary(IMAGE), maxLength);
            case PATH -> new Content.Encoded(StoredFile.bytes(row.getString(IMAGE), hadoop, maxLength));
            case IMAGE -> new Content.Decoded(SparkImage.pixels(row.getStruct(IMAGE, SparkImage.FIELDS), maxLength));
            case FIXED_TENSOR -> tensor(row.getArray(IMAGE), shape.required(), maxLength);
            case VARYING_TENSOR -> {
                InternalRow tensor = row.getStruct(IMAGE, 2);
                if (tensor.isNullAt(0) || tensor.isNullAt(1)) {
                    throw new IOException(
                            "expected a tensor, but its " + (tensor.isNullAt(0) ? "data" : "shape") + " is null");
                }
                requireNoNull("shape", tensor.getArray(1));
                Shape sizes = TensorShape.shape(tensor.getArray(1).toLongArray());
                yield tensor(tensor.getArray(0), sizes, maxLength);
            }
        };
    }

    private static Content file(byte[] bytes, LengthLimit maxLength) throws IOException {
        maxLength.check(bytes.length);
        return new Content.Encoded(bytes);
    }

    private Content tensor(ArrayData data, Shape sizes, LengthLimit maxLength) throws IOException {
        shape.check(sizes);
        long bytes = (long) Float.BYTES * data.numElements();
        maxLength.check(bytes);
        if (data.numElements() != sizes.elements()) {
            throw new IOException("expected " + sizes.elements() + " values, as many as shape " + sizes + " has, but"
                    + " there are " + data.numElements());
        }
        requireNoNull("data", data);
        return new Content.Values(Tensor.of(sizes, data.toFloatArray()), bytes);
    }

    private static void requireNoNull(String what, ArrayData array) throws IOException {
        for (int i = 0; i < array.numElements(); i++) {
            if (array.isNullAt(i)) {
                throw new IOException("expected a tensor, but element " + i + " of its " + what + " is null");
            }
        }
    }
}
