package dev.convoy.jobs.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;

/** Reads files that are an image each. */
final class FileReader implements ImageReader {

    private static final long serialVersionUID = 1;

    @Override
    public Iterator<SourceImage> read(Iterator<InternalRow> rows, Configuration hadoop, LengthLimit maxLength) {
        return ImageReader.each(rows, row -> {
            String path = row.getString(FileListing.PATH);
            long length = row.getLong(FileListing.LENGTH);
            return FileListing.failure(row)
                    .map(failure -> SourceImage.failed(Origin.of(path), failure))
                    .orElseGet(() -> new SourceImage(Origin.of(path), () -> file(path, length, hadoop, maxLength)));
        });
    }

    private static Content file(String path, long length, Configuration hadoop, LengthLimit maxLength)
            throws IOException {
        maxLength.check(length);
        try (InputStream in = StoredFile.open(path, hadoop)) {
            byte[] bytes = in.readNBytes((int) length);
            if (bytes.length < length) {
                throw new EOFException(
                        "expected " + length + " bytes, as listed, but the file ends after " + bytes.length);
            }
            return new Content.Encoded(bytes);
        }
    }
}
