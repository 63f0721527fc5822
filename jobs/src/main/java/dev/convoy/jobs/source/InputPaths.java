package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files and directories that an input names. What is there under its very name is that, whatever characters are in
 * it; otherwise it is a glob. Files and directories whose name begins with {@code _} or {@code .} are hidden, as
 * everywhere in Spark and Hadoop.
 */
final class InputPaths {

    private InputPaths() {}

    /** Each input's files and directories, qualified; every input has to match some that hold at least one file. */
    static List<Path> of(List<String> inputs, Configuration hadoop) throws ConfigurationException {
        List<Path> paths = new ArrayList<>();
        for (String input : inputs) {
            paths.addAll(matches(input, hadoop));
        }
        return paths.stream().distinct().toList();
    }

    private static List<Path> matches(String input, Configuration hadoop) throws ConfigurationException {
        try {
            Path path = new Path(input);
            FileSystem files = path.getFileSystem(hadoop);
            List<FileStatus> found = find(files, path);
            if (found.isEmpty()) {
                throw new ConfigurationException(
                        input + ": expected a file, a directory or a glob of them as input, but there is none");
            }
            List<Path> paths = new ArrayList<>();
            boolean holdsFile = false;
            for (FileStatus status : found) {
                paths.add(status.getPath());
                holdsFile = holdsFile || (status.isFile() ? isVisible(status.getPath()) : holdsFile(files, status));
            }
            if (!holdsFile) {
                throw new ConfigurationException(input + ": expected files as input, but there is no file in it");
            }
            return paths;
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(input + ": the input cannot be listed: " + e.getMessage(), e);
        }
    }

    private static List<FileStatus> find(FileSystem files, Path path) throws IOException {
        try {
            return List.of(files.getFileStatus(path));
        } catch (FileNotFoundException e) {
            FileStatus[] matches = files.globStatus(path, InputPaths::isVisible);
            return matches == null ? List.of() : List.of(matches);
        }
    }

    private static boolean holdsFile(FileSystem files, FileStatus directory) throws IOException {
        RemoteIterator<FileStatus> entries = files.listStatusIterator(directory.getPath());
        while (entries.hasNext()) {
            FileStatus entry = entries.next();
            if (isVisible(entry.getPath()) && (entry.isFile() || holdsFile(files, entry))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isVisible(Path path) {
        return !path.getName().startsWith("_") && !path.getName().startsWith(".");
    }
}
