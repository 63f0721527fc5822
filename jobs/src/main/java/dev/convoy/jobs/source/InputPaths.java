package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.source.FileEntry.Kind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * The files and directories that an input names. What is there under its very name is that, whatever characters are in
 * it; otherwise it is a glob.
 */
final class InputPaths {

    private InputPaths() {}

    /** Each input's files and directories, qualified; every input has to match some that hold at least one file. */
    static List<FileEntry> of(List<String> inputs, Configuration hadoop) throws ConfigurationException {
        List<FileEntry> entries = new ArrayList<>();
        for (String input : inputs) {
            entries.addAll(matches(input, hadoop));
        }
        return entries.stream().distinct().toList();
    }

    private static List<FileEntry> matches(String input, Configuration hadoop) throws ConfigurationException {
        try {
            List<FileEntry> found = find(path(input, hadoop), hadoop);
            if (found.isEmpty()) {
                throw new ConfigurationException(
                        input + ": expected a file, a directory or a glob of them as input, but "
                                + (canBeSaid(input) ? "there is none" : LocalNames.wrongLocale()));
            }
            boolean holdsFile = false;
            for (FileEntry entry : found) {
                holdsFile = holdsFile || FileTree.holdsFile(entry, hadoop);
            }
            if (!holdsFile) {
                boolean special = found.stream().allMatch(entry -> entry.kind() == Kind.SPECIAL);
                throw new ConfigurationException(input + ": expected files as input, but "
                        + (special ? "it is a pipe, a socket or a device" : "there is no file in it"));
            }
            return found;
        } catch (IOException | IllegalArgumentException e) {
            String reason = canBeSaid(input) ? e.getMessage() : LocalNames.wrongLocale();
            throw new ConfigurationException(input + ": the input cannot be listed: " + reason, e);
        }
    }

    /** Whether it is ASCII, or this JVM takes it as it was said. */
    private static boolean canBeSaid(String input) {
        return LocalNames.isUtf8() || input.chars().allMatch(character -> character < 0x80);
    }

    /** A path; one whose colon follows no scheme is relative. */
    private static Path path(String input, Configuration hadoop) throws IOException, ConfigurationException {
        try {
            Path path = new Path(input);
            return InputFiles.system(path, hadoop).makeQualified(path);
        } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
            Path relative = new Path("./" + input);
            Path qualified = InputFiles.system(relative, hadoop).makeQualified(relative);
            if (find(qualified, hadoop).isEmpty()) {
                throw e;
            }
            return qualified;
        }
    }

    private static List<FileEntry> find(Path path, Configuration hadoop) throws IOException, ConfigurationException {
        FileLister lister = FileLister.of(path, hadoop);
        try {
            return List.of(lister.find(path));
        } catch (FileNotFoundException e) {
            return new Glob(path).find(lister);
        }
    }
}
