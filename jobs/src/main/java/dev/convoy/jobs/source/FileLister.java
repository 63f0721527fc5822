package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Tells what directories hold, in no order. */
interface FileLister {

    /** Takes what is found, one name at a time. */
    @FunctionalInterface
    interface Visitor {
        /** Whether to go on. */
        boolean visit(FileEntry entry) throws IOException, ConfigurationException;
    }

    /** What lists the file system of a path. */
    static FileLister of(Path path, Configuration hadoop) throws IOException {
        FileSystem files = InputFiles.system(path, hadoop);
        return files instanceof RawLocalFileSystem ? new LocalLister() : new HadoopLister(files);
    }

    /**
     * What a name stands for.
     *
     * @throws java.io.FileNotFoundException if that is nothing
     */
    FileEntry find(Path path) throws IOException;

    /**
     * Visits what a directory holds itself.
     *
     * @return whether to go on
     */
    boolean list(Path directory, Visitor visitor) throws IOException, ConfigurationException;

    /**
     * Visits what a directory holds itself, or, where that is as cheap, all the files below it that are not hidden.
     *
     * @return whether to go on
     */
    default boolean descend(Path directory, Visitor visitor) throws IOException, ConfigurationException {
        return list(directory, visitor);
    }
}
