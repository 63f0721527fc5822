package dev.convoy.jobs.source;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The files of inputs, on any Hadoop file system. */
final class InputFiles {

    private InputFiles() {}

    /** The file system of a path; a local disk without checksum files, whose names cannot hold a colon. */
    static FileSystem system(Path path, Configuration hadoop) throws IOException {
        FileSystem files = path.getFileSystem(hadoop);
        return files instanceof LocalFileSystem local ? local.getRaw() : files;
    }

    /** What has a reader of Spark's take the same file systems: what it opens by itself, and does not share. */
    static Map<String, String> options(Configuration hadoop) throws IOException {
        boolean local = system(new Path("file:///"), hadoop) instanceof RawLocalFileSystem;
        return local
                ? Map.of("fs.file.impl", RawLocalFileSystem.class.getName(), "fs.file.impl.disable.cache", "true")
                : Map.of();
    }

    /** Refuses a local name that this JVM cannot say. */
    static void requireText(Path path) throws IOException {
        String scheme = path.toUri().getScheme();
        if (scheme == null || scheme.equals("file")) {
            LocalNames.requireText(path);
        }
    }
}
