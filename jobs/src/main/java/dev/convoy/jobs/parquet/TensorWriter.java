package dev.convoy.jobs.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;

/** Checks the tensors of a column and hands them to its pages. */
final class TensorWriter {

    private final TensorField field;
    private final int position;
    private final String file;
    private final ArrayPages data;
    /** Of a tensor that brings its shape. */
    private final ArrayPages sizes;

    /**
     * A writer.
     *
     * @param position the column's position in the rows
     * @param schema the file's schema
     * @param file the file's name, for messages
     */
    TensorWriter(TensorField field, int position, MessageType schema, ParquetProperties properties, String file) {
        this.field = field;
        this.position = position;
        this.file = file;
        String name = field.name();
        if (field.shape().isPresent()) {
            this.data = new ArrayPages(schema.getColumnDescription(new String[] {name, "list", "element"}), properties);
            this.sizes = null;
        } else {
            this.data = new ArrayPages(
                    schema.getColumnDescription(new String[] {name, "data", "list", "element"}), properties);
            this.sizes = new ArrayPages(
                    schema.getColumnDescription(new String[] {name, "shape", "list", "element"}), properties);
        }
    }

    /** Adds this column's pages to those of a file. */
    void addPages(List<ArrayPages> pages) {
        pages.add(data);
        if (sizes != null) {
            pages.add(sizes);
        }
    }

    /** Writes the tensor of a row; {@code number} counts rows from 0. */
    void write(UnsafeRow row, long number) throws IOException {
        if (row.isNullAt(position)) {
            throw mismatch(number, "a tensor", "it is null");
        }
        if (sizes == null) {
            writeFixed(row.getArray(position), number);
        } else {
            writeVarying(row.getStruct(position, 2), number);
        }
    }

    private void writeFixed(UnsafeArrayData array, long number) throws IOException {
        int expected = field.shape().orElseThrow().elements();
        if (array.numElements() != expected) {
            throw mismatch(
                    number,
                    expected + " floats for the shape " + field.shape().orElseThrow(),
                    "the array has " + array.numElements());
        }
        requireElements(array, number);
        data.add(array);
    }

    private void writeVarying(UnsafeRow tensor, long number) throws IOException {
        for (int part = 0; part < 2; part++) {
            if (tensor.isNullAt(part)) {
                throw mismatch(number, "a tensor", (part == 0 ? "its data" : "its shape") + " is null");
            }
        }
        UnsafeArrayData array = tensor.getArray(0);
        UnsafeArrayData shape = tensor.getArray(1);
        requireElements(shape, number);
        int[] said = shape.toIntArray();
        if (said.length != field.rank()) {
            throw mismatch(number, field.rank() + " dimensions", "its shape is " + Arrays.toString(said));
        }
        if (Arrays.stream(said).anyMatch(size -> size < 0)) {
            throw mismatch(number, "sizes of 0 or more", "its shape is " + Arrays.toString(said));
        }
        if (elements(said) != array.numElements()) {
            throw mismatch(
                    number,
                    elements(said) + " floats for the shape " + Arrays.toString(said),
                    "the array has " + array.numElements());
        }
        requireElements(array, number);
        data.add(array);
        sizes.add(shape);
    }

    /** The product of sizes, none below 0; what exceeds an array's length stays above it. */
    private static long elements(int[] sizes) {
        return Arrays.stream(sizes)
                .asLongStream()
                .reduce(1, (product, size) -> Math.min(product * size, Integer.MAX_VALUE + 1L));
    }

    /** An array begins with its length and a bit an element, which is set for null. */
    private void requireElements(UnsafeArrayData array, long number) {
        int length = array.numElements();
        long end = array.getBaseOffset() + UnsafeArrayData.calculateHeaderPortionInBytes(length);
        for (long word = array.getBaseOffset() + Long.BYTES; word < end; word += Long.BYTES) {
            if (Platform.getLong(array.getBaseObject(), word) != 0) {
                throw mismatch(
                        number,
                        "a value for each of " + length + " elements",
                        "element " + firstNull(array) + " is null");
            }
        }
    }

    private static int firstNull(UnsafeArrayData array) {
        int element = 0;
        while (!array.isNullAt(element)) {
            element++;
        }
        return element;
    }

    private IllegalArgumentException mismatch(long number, String expected, String came) {
        return new IllegalArgumentException("column '" + field.name() + "', row " + number + " (counted from 0) of "
                + file + ": expected " + expected + ", but " + came);
    }

    /** The writers of all the tensors at some positions of a row. */
    static List<TensorWriter> all(FileLayout layout, ParquetProperties properties, String file) {
        List<TensorWriter> writers = new ArrayList<>();
        layout.tensors()
                .forEach((position, field) ->
                        writers.add(new TensorWriter(field, position, layout.schema(), properties, file)));
        return writers;
    }
}
