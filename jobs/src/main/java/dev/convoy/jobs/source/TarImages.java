package dev.convoy.jobs.source;

import dev.convoy.state.MalformedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * A tar archive of images, those entries whose names say that they are; compressed where its own name says so. Other
 * entries are passed over. An image's path is the archive's, {@code #} and the entry's name.
 */
final class TarImages implements Container {

    private final String path;
    private final TarStream archive;
    private final LengthLimit maxLength;

    private TarImages(String path, TarStream archive, LengthLimit maxLength) {
        this.path = path;
        this.archive = archive;
        this.maxLength = maxLength;
    }

    static TarImages open(String path, long length, Configuration hadoop, LengthLimit maxLength) throws IOException {
        Path named = new Path(path);
        CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(named);
        InputStream file = named.getFileSystem(hadoop).open(named);
        if (codec == null) {
            return new TarImages(path, new TarStream(path, file, length), maxLength);
        }
        try {
            return new TarImages(path, new TarStream(path, codec.createInputStream(file), Long.MAX_VALUE), maxLength);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Optional<SourceImage> next() throws IOException {
        try {
            Optional<TarEntry> entry = archive.next();
            while (entry.isPresent() && !entry.get().isNamedImage()) {
                entry = archive.next();
            }
            return entry.map(image -> new SourceImage(Origin.of(path + "#" + image.name()), () -> read(image)));
        } catch (MalformedFileException e) {
            return Optional.of(SourceImage.failed(path, e));
        }
    }

    private Content read(TarEntry image) throws IOException {
        if (!image.isFile()) {
            throw new IOException(
                    "expected a file, but the entry is " + (image.sparse() ? "sparse" : "of type " + image.type()));
        }
        maxLength.check(image.size());
        return new Content.Encoded(archive.data((int) image.size()));
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
