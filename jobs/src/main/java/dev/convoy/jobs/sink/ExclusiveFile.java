package dev.convoy.jobs.sink;

import static org.apache.hadoop.fs.Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Creates a file where there is none, in one step of its storage: of many who try at once, on whatever hosts, one does.
 */
final class ExclusiveFile {

    /** Whose {@code create} without {@code overwrite} is one step; others look first and create then. */
    private static final Set<String> ATOMIC =
            Set.of("hdfs", "viewfs", "webhdfs", "swebhdfs", "ofs", "o3fs", "abfs", "abfss", "gs");

    private ExclusiveFile() {}

    /** Whether the storage of a file can do it. */
    static boolean isPossible(FileSystem files, Path file) throws IOException {
        return files instanceof RawLocalFileSystem
                || isConditional(files, file)
                || ATOMIC.contains(files.getUri().getScheme());
    }

    /**
     * Creates a file and writes it; whether it did. A reader may find it before all of it is written.
     *
     * @throws IOException where there is none and none can be created
     */
    static boolean create(FileSystem files, Path file, byte[] content) throws IOException {
        if (files instanceof RawLocalFileSystem local) {
            return createLocal(local.pathToFile(file).toPath(), content);
        }
        boolean conditional = isConditional(files, file);
        FSDataOutputStream out;
        try {
            out = conditional ? conditionally(files, file) : files.create(file, false);
        } catch (IOException e) {
            return refused(files, file, e);
        }
        try (out) {
            out.write(content);
        } catch (IOException e) {
            if (conditional) {
                return refused(files, file, e);
            }
            files.delete(file, false);
            throw e;
        }
        return true;
    }

    /** What is written comes into being when it is closed, or that fails. */
    private static FSDataOutputStream conditionally(FileSystem files, Path file) throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder =
                files.createFile(file).create().overwrite(true).recursive();
        return builder.must(FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true).build();
    }

    /** Hadoop's own local file system looks first and creates then. */
    private static boolean createLocal(java.nio.file.Path file, byte[] content) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            return false;
        }
        try {
            Files.write(file, content, StandardOpenOption.WRITE);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return true;
    }

    private static boolean isConditional(FileSystem files, Path file) throws IOException {
        return files.hasPathCapability(file, FS_OPTION_CREATE_CONDITIONAL_OVERWRITE);
    }

    private static boolean refused(FileSystem files, Path file, IOException e) throws IOException {
        if (files.exists(file)) {
            return false;
        }
        throw e;
    }
}
