package dev.convoy.jobs.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A tar archive, read from its beginning to its end, whose links are read as what they point at.
 *
 * @param stream its entries
 * @param links what links among them point at
 */
record TarArchive(TarStream stream, TarLinks links) implements Closeable {

    static TarArchive open(String path, long length, Configuration hadoop) throws IOException {
        return new TarArchive(TarStream.open(path, length, hadoop), new TarLinks(path, length, hadoop));
    }

    /** The next entry, as {@link TarStream#next} tells it. */
    Optional<TarEntry> next() throws IOException {
        return stream.next();
    }

    /** The next entry that is an image. */
    Optional<TarEntry> nextImage() throws IOException {
        Optional<TarEntry> entry = next();
        while (entry.isPresent() && !isImage(entry.get())) {
            entry = next();
        }
        return entry;
    }

    /** Whether the latest entry is an image, by its name, or where that has no extension by its content. */
    boolean isImage(TarEntry latest) throws IOException {
        if (!latest.isLink() || latest.hasExtension() || latest.isHidden()) {
            return stream.isImage(latest);
        }
        try {
            return links.isImage(latest);
        } catch (IOException e) {
            // Reading it will tell.
            return true;
        }
    }

    /** The data of the latest entry, or of what it points at; an {@link IOException} where that is no file. */
    byte[] data(TarEntry latest, LengthLimit maxLength) throws IOException {
        if (latest.isLink()) {
            return links.data(latest, maxLength);
        }
        latest.requireFile();
        maxLength.check(latest.size());
        return stream.data((int) latest.size());
    }

    @Override
    public void close() throws IOException {
        try (links) {
            stream.close();
        }
    }
}
