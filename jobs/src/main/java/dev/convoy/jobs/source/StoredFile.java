package dev.convoy.jobs.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;

/**
 * A file on a Hadoop file system, as every reader opens and reads it. What the file system does not give is a
 * {@link StorageException}, and remains one: where a stream stands that has failed, nobody knows. A task that was
 * killed reads no more.
 */
final class StoredFile extends InputStream {

    private final String path;
    private final FSDataInputStream file;
    /** None on a driver. */
    private final TaskContext task = TaskContext.get();

    private StorageException failure;

    private StoredFile(String path, FSDataInputStream file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens a file to read it.
     *
     * @throws StorageException if the file system does not give it
     * @throws IOException if no path of this JVM names it
     */
    static StoredFile open(String path, Configuration hadoop) throws IOException {
        Path named = new Path(path);
        InputFiles.requireText(named);
        try {
            return new StoredFile(path, InputFiles.system(named, hadoop).open(named));
        } catch (IOException | RuntimeException | FSError e) {
            throw new StorageException(path, e);
        }
    }

    /** All bytes of a file that was not listed. */
    static byte[] bytes(String path, Configuration hadoop, LengthLimit maxLength) throws IOException {
        Path named = new Path(path);
        InputFiles.requireText(named);
        long length;
        try {
            length = InputFiles.system(named, hadoop).getFileStatus(named).getLen();
        } catch (IOException | RuntimeException | FSError e) {
            throw new StorageException(path, e);
        }
        maxLength.check(length);
        try (StoredFile file = open(path, hadoop)) {
            return file.readNBytes((int) length);
        }
    }

    @Override
    public int read() throws IOException {
        requireGood();
        try {
            return file.read();
        } catch (IOException | RuntimeException | FSError e) {
            throw failed(e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        requireGood();
        try {
            return file.read(bytes, offset, length);
        } catch (IOException | RuntimeException | FSError e) {
            throw failed(e);
        }
    }

    @Override
    public long skip(long bytes) throws IOException {
        requireGood();
        try {
            return file.skip(bytes);
        } catch (IOException | RuntimeException | FSError e) {
            throw failed(e);
        }
    }

    /** Fills the array with the bytes from a position on; an {@link EOFException} where there are fewer. */
    void readFully(long position, byte[] bytes) throws IOException {
        requireGood();
        try {
            file.readFully(position, bytes);
        } catch (EOFException e) {
            throw e;
        } catch (IOException | RuntimeException | FSError e) {
            throw failed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } catch (IOException | RuntimeException | FSError e) {
            throw failed(e);
        }
    }

    private void requireGood() throws StorageException {
        if (task != null) {
            task.killTaskIfInterrupted();
        }
        if (failure != null) {
            throw failure;
        }
    }

    private StorageException failed(Throwable e) {
        failure = new StorageException(path, e);
        return failure;
    }
}
