package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/**
 * A pattern of paths, of the syntax of Hadoop's {@code FileSystem.globStatus}, which does not know names with a colon.
 *
 * @param pattern an absolute path, with the pattern as its path
 */
record Glob(Path pattern) {

    /** What matches and is not hidden, sorted by path. */
    List<FileEntry> find(FileLister lister) throws IOException, ConfigurationException {
        List<FileEntry> found = new ArrayList<>();
        for (String expanded : GlobExpander.expand(pattern.toUri().getPath())) {
            found.addAll(matches(expanded, lister));
        }
        return found.stream()
                .filter(entry -> !entry.isHidden())
                .distinct()
                .sorted(Comparator.comparing(entry -> entry.path().toString()))
                .toList();
    }

    private List<FileEntry> matches(String expanded, FileLister lister) throws IOException, ConfigurationException {
        List<FileEntry> found = List.of(FileEntry.directory(path("/")));
        List<String> names = Arrays.stream(expanded.split("/"))
                .filter(name -> !name.isEmpty())
                .toList();
        boolean exists = true;
        for (String name : names) {
            GlobFilter filter = new GlobFilter(name);
            List<FileEntry> next = new ArrayList<>();
            for (FileEntry entry : found) {
                if (!filter.hasPattern()) {
                    next.add(FileEntry.directory(child(entry.path(), name.replaceAll("\\\\(.)", "$1"))));
                } else if (entry.isDirectory()) {
                    next.addAll(children(entry, filter, lister));
                }
            }
            exists = filter.hasPattern();
            found = next;
        }
        return exists ? found : existing(found, lister);
    }

    /** What of a directory's names match; nothing of what is no directory. */
    private static List<FileEntry> children(FileEntry directory, GlobFilter filter, FileLister lister)
            throws IOException, ConfigurationException {
        List<FileEntry> children = new ArrayList<>();
        if (existing(List.of(directory), lister).stream().anyMatch(FileEntry::isDirectory)) {
            lister.list(directory.path(), entry -> {
                if (filter.accept(entry.path())) {
                    children.add(entry);
                }
                return true;
            });
        }
        return children;
    }

    private static List<FileEntry> existing(List<FileEntry> named, FileLister lister) throws IOException {
        List<FileEntry> existing = new ArrayList<>();
        for (FileEntry entry : named) {
            try {
                existing.add(lister.find(entry.path()));
            } catch (FileNotFoundException e) {
                // No match.
            }
        }
        return existing;
    }

    private Path path(String path) {
        return new Path(pattern.toUri().getScheme(), pattern.toUri().getAuthority(), path);
    }

    /** A name in a directory, whatever characters are in it. */
    private Path child(Path directory, String name) {
        return path(directory.toUri().getPath() + "/" + name);
    }
}
