package dev.convoy.jobs.sink;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Writes a file at once: whoever reads it meanwhile finds this one or the one before, whole. */
final class ReplacedFile {

    private ReplacedFile() {}

    /** Writes the file, and its directory where there is none. */
    static void write(Path file, byte[] content, Configuration hadoop) throws IOException {
        FileSystem files = file.getFileSystem(hadoop);
        files.mkdirs(file.getParent());
        if (isObject(files, file)) {
            put(files, file, content);
            return;
        }
        FileContext context;
        try {
            context = FileContext.getFileContext(files.getUri(), hadoop);
        } catch (UnsupportedFileSystemException e) {
            put(files, file, content);
            return;
        }
        Path part = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID() + ".tmp");
        try {
            put(files, part, content);
            context.rename(part, file, Options.Rename.OVERWRITE);
        } catch (IOException | RuntimeException | FSError e) {
            files.delete(part, false);
            throw e;
        }
    }

    /**
     * Whether what is written comes into being when it is closed, as in stores of objects: they tell tags, which change
     * with a copy, and a renamed object is one.
     */
    private static boolean isObject(FileSystem files, Path file) throws IOException {
        return files.hasPathCapability(file, CommonPathCapabilities.ETAGS_AVAILABLE)
                && !files.hasPathCapability(file, CommonPathCapabilities.ETAGS_PRESERVED_IN_RENAME);
    }

    private static void put(FileSystem files, Path file, byte[] content) throws IOException {
        try (FSDataOutputStream out = files.create(file, true)) {
            out.write(content);
        }
    }
}
