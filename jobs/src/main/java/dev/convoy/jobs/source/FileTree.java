package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.source.FileLister.Visitor;
import dev.convoy.tensor.Printable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;

/**
 * Walks all that lies in and below files and directories and is not hidden. A directory is walked once, by whatever
 * names and links it is reached: by its own name where it lies below, else by the first of the links to it.
 */
final class FileTree {

    private final Configuration hadoop;
    private final Deque<FileEntry> directories = new ArrayDeque<>();
    private final TreeMap<String, FileEntry> links = new TreeMap<>();
    private final Set<Object> walked = new HashSet<>();

    private FileTree(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /** Whether a file or directory is a file that is not hidden, or holds one. */
    static boolean holdsFile(FileEntry root, Configuration hadoop) throws IOException, ConfigurationException {
        return !walk(List.of(root), hadoop, entry -> !entry.isRow());
    }

    /**
     * Visits all but the directories.
     *
     * @return whether the visitor would go on
     * @throws IOException if one of the roots cannot be listed, or a file system fails
     */
    static boolean walk(List<FileEntry> roots, Configuration hadoop, Visitor visitor)
            throws IOException, ConfigurationException {
        FileTree tree = new FileTree(hadoop);
        for (FileEntry root : roots) {
            if (root.isDirectory() ? !tree.walk(root, visitor) : !root.isHidden() && !visitor.visit(root)) {
                return false;
            }
        }
        while (!tree.links.isEmpty()) {
            if (!tree.walk(tree.links.pollFirstEntry().getValue(), visitor)) {
                return false;
            }
        }
        return true;
    }

    private boolean walk(FileEntry root, Visitor visitor) throws IOException, ConfigurationException {
        FileLister lister = FileLister.of(root.path(), hadoop);
        directories.add(root);
        while (!directories.isEmpty()) {
            FileEntry directory = directories.remove();
            if (directory.identity() != null && !walked.add(directory.identity())) {
                continue;
            }
            try {
                if (!lister.descend(directory.path(), entry -> take(entry, visitor))) {
                    return false;
                }
            } catch (AccessControlException | FileNotFoundException e) {
                if (directory == root && !root.link()) {
                    throw e;
                }
                String reason = "the directory cannot be listed: " + Printable.firstLine(e.getMessage());
                if (!visitor.visit(FileEntry.unreachable(directory.path(), reason))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean take(FileEntry entry, Visitor visitor) throws IOException, ConfigurationException {
        if (entry.isHidden()) {
            return true;
        }
        if (!entry.isDirectory()) {
            return visitor.visit(entry);
        }
        if (entry.link()) {
            links.put(entry.path().toString(), entry);
        } else {
            directories.add(entry);
        }
        return true;
    }
}
