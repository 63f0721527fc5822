package dev.convoy.jobs.parquet;

import dev.convoy.state.Half;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.unsafe.Platform;

/**
 * Makes pages of a column of optional lists of optional elements, 4 bytes each, or 2 where the column is of halves:
 * whole arrays are copied, or rounded to halves, and levels follow from lengths. Every array and every element is
 * there. A page holds whole rows, as many as fit Parquet's page size, and one at least.
 */
final class ArrayPages {

    private final ColumnDescriptor column;
    private final boolean halves;
    private final int pageSize;
    private final int pageRows;
    private final LevelRuns repetitions = new LevelRuns();
    private final LevelRuns definitions = new LevelRuns();

    private PageWriter pages;
    private byte[] values = new byte[0];
    private int used;
    private int levels;
    private int rows;

    ArrayPages(ColumnDescriptor column, ParquetProperties properties) {
        this.column = column;
        this.halves = column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
        this.pageSize = properties.getPageSizeThreshold();
        this.pageRows = properties.getPageRowCountLimit();
    }

    /** Begins a row group, whose pages go to {@code store}. */
    void begin(PageWriteStore store) {
        pages = store.getPageWriter(column);
    }

    /** The next row's array, none of whose elements is null. */
    void add(UnsafeArrayData array) throws IOException {
        int length = array.numElements();
        int bytes = Math.multiplyExact(length, halves ? Short.BYTES : Integer.BYTES);
        if (rows == pageRows || rows > 0 && (long) used + bytes > pageSize) {
            flush();
        }
        reserve(bytes);
        long from = array.getBaseOffset() + UnsafeArrayData.calculateHeaderPortionInBytes(length);
        long to = Platform.BYTE_ARRAY_OFFSET + (long) used;
        if (halves) {
            for (int i = 0; i < length; i++) {
                float value = Platform.getFloat(array.getBaseObject(), from + (long) Float.BYTES * i);
                Platform.putShort(values, to + (long) Short.BYTES * i, Half.of(value));
            }
        } else {
            Platform.copyMemory(array.getBaseObject(), from, values, to, bytes);
        }
        used += bytes;
        rows++;
        levels += Math.max(length, 1);
        repetitions.add(0, 1);
        repetitions.add(1, Math.max(length, 1) - 1);
        int deepest = column.getMaxDefinitionLevel();
        if (length > 0) {
            definitions.add(deepest, length);
        } else {
            definitions.add(deepest - 2, 1);
        }
    }

    /** The bytes of this row group: those of pages, compressed, and those that no page has yet. */
    long bufferedSize() {
        return pages.getMemSize() + used;
    }

    /** Ends the page. */
    void flush() throws IOException {
        if (rows == 0) {
            return;
        }
        BytesInput page = BytesInput.concat(repetitions.take(), definitions.take(), BytesInput.from(values, 0, used));
        pages.writePage(page, levels, rows, null, Encoding.RLE, Encoding.RLE, Encoding.PLAIN);
        used = 0;
        levels = 0;
        rows = 0;
    }

    private void reserve(int bytes) {
        int needed = Math.addExact(used, bytes);
        if (needed > values.length) {
            int roomy = (int) Math.min(2L * needed, pageSize);
            values = Arrays.copyOf(values, Math.max(needed, roomy));
        }
    }
}
