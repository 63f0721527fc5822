package dev.convoy.jobs.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The images of files, one file after the other. Where nothing more can be had of a file, an image that failed stands
 * for the rest of it.
 */
final class ContainerIterator implements Iterator<SourceImage>, Closeable {

    private final Iterator<InternalRow> files;
    private final int carried;
    private final Container.Opener opener;

    private String path;
    /** Paths of images, and whether they are the ones that are meant; null where all are. */
    private Set<String> images;

    private boolean meant;
    private Container current;
    private SourceImage next;

    /**
     * The images of the files of a partition.
     *
     * @param carried how many columns they carry
     */
    ContainerIterator(Iterator<InternalRow> files, int carried, Container.Opener opener) {
        this.files = files;
        this.carried = carried;
        this.opener = opener;
        TaskCompletionListener closing = context -> closeQuietly();
        TaskContext.get().addTaskCompletionListener(closing);
    }

    @Override
    public boolean hasNext() {
        while (next == null && (current != null || files.hasNext())) {
            next = advance().orElse(null);
        }
        return next != null;
    }

    @Override
    public SourceImage next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        SourceImage image = next;
        next = null;
        return image;
    }

    /** The current file's next image, or the first of the next file; none where it has no more or is not meant. */
    private Optional<SourceImage> advance() {
        try {
            if (current == null) {
                InternalRow file = files.next();
                path = file.getString(FileListing.PATH);
                images = file.isNullAt(FileListing.IMAGES) ? null : strings(file.getArray(FileListing.IMAGES));
                meant = file.getBoolean(FileListing.MEANT);
                Optional<IOException> failure = FileListing.failure(file);
                if (failure.isPresent()) {
                    throw failure.get();
                }
                current = opener.open(path, file.getLong(FileListing.LENGTH));
            }
            Optional<SourceImage> image = current.next();
            if (image.isEmpty()) {
                close();
            }
            return image.filter(this::isMeant);
        } catch (TaskKilledException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            closeQuietly();
            return Optional.of(SourceImage.failed(Origin.of(path, carried), e)).filter(this::isMeant);
        }
    }

    private boolean isMeant(SourceImage image) {
        return images == null || images.contains(image.origin().path()) == meant;
    }

    private static Set<String> strings(ArrayData array) {
        Set<String> strings = new HashSet<>();
        for (int i = 0; i < array.numElements(); i++) {
            strings.add(array.getUTF8String(i).toString());
        }
        return strings;
    }

    @Override
    public void close() throws IOException {
        Container closing = current;
        current = null;
        if (closing != null) {
            closing.close();
        }
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException ignored) {
            // What was to be read of the file has been read, or its failure is told already.
        }
    }
}
