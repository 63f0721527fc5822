package dev.convoy.jobs.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/**
 * Gathers rows into row groups. A row group is ended before a row that would make it larger than the bound, so that
 * only a row which is larger by itself makes a larger one.
 */
final class RowGroups {

    private final ParquetFileWriter file;
    private final FileLayout layout;
    private final List<TensorWriter> tensors;
    private final List<ArrayPages> pages = new ArrayList<>();
    private final BytesInputCompressor compressor;
    private final ParquetProperties properties;
    private final long largest;
    private final int mostRows;

    private ColumnChunkPageWriteStore store;
    private ColumnWriteStore plain;
    /** None where every column is of tensors: Parquet has no records without columns. */
    private RecordConsumer plainRecords;

    private long bound;
    private long rowsBefore;
    private int rows;
    /** No less than the bytes buffered: a row takes no more in Parquet than in Spark. */
    private long atMost;

    /**
     * Row groups of a file that has been started.
     *
     * @param largest the bound, in bytes
     * @param mostRows that in rows
     */
    RowGroups(
            ParquetFileWriter file,
            FileLayout layout,
            List<TensorWriter> tensors,
            BytesInputCompressor compressor,
            ParquetProperties properties,
            long largest,
            int mostRows)
            throws IOException {
        this.file = file;
        this.layout = layout;
        this.tensors = tensors;
        this.compressor = compressor;
        this.properties = properties;
        this.largest = largest;
        this.mostRows = mostRows;
        tensors.forEach(tensor -> tensor.addPages(pages));
        begin();
    }

    void add(UnsafeRow row) throws IOException {
        if (rows > 0 && isFull(row.getSizeInBytes())) {
            flush();
            begin();
        }
        for (TensorWriter tensor : tensors) {
            tensor.write(row, rowsBefore + rows);
        }
        if (plainRecords != null) {
            layout.plainRow().project(row);
            layout.plainSupport().write(layout.plainRow());
        }
        rows++;
        atMost += row.getSizeInBytes();
    }

    /** Writes the last row group. */
    void end() throws IOException {
        flush();
    }

    private boolean isFull(int next) {
        if (rows >= mostRows) {
            return true;
        }
        if (atMost + next > bound) {
            atMost = bufferedSize();
        }
        return atMost + next > bound;
    }

    private long bufferedSize() {
        return plain.getBufferedSize()
                + pages.stream().mapToLong(ArrayPages::bufferedSize).sum();
    }

    private void begin() throws IOException {
        store = new ColumnChunkPageWriteStore(
                compressor,
                layout.schema(),
                properties.getAllocator(),
                properties.getColumnIndexTruncateLength(),
                properties.getPageWriteChecksumEnabled());
        pages.forEach(page -> page.begin(store));
        plain = properties.newColumnWriteStore(layout.plainSchema(), store, store);
        if (layout.plainSchema().getFieldCount() > 0) {
            plainRecords =
                    new ColumnIOFactory().getColumnIO(layout.plainSchema()).getRecordWriter(plain);
            layout.plainSupport().prepareForWrite(plainRecords);
        }
        bound = Math.min(largest, file.getNextRowGroupSize());
        rows = 0;
        atMost = 0;
    }

    private void flush() throws IOException {
        try (ColumnChunkPageWriteStore ending = store;
                ColumnWriteStore endingPlain = plain) {
            if (rows > 0) {
                if (plainRecords != null) {
                    plainRecords.flush();
                }
                endingPlain.flush();
                for (ArrayPages page : pages) {
                    page.flush();
                }
                file.startBlock(rows);
                ending.flushToFileWriter(file);
                file.endBlock();
                rowsBefore += rows;
            }
        }
    }
}
