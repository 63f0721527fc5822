package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import dev.convoy.jobs.source.FileEntry.Kind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Lists a local disk by {@link java.nio.file.Files}, which has every name that is there: {@link java.io.File#list}, on
 * which Hadoop's own listing rests, garbles those that are no text in the JVM's encoding.
 */
final class LocalLister implements FileLister {

    @Override
    public FileEntry find(org.apache.hadoop.fs.Path path) throws IOException {
        Path named = LocalNames.local(path);
        try {
            BasicFileAttributes attributes = Files.readAttributes(named, BasicFileAttributes.class);
            return entry(named, attributes, false);
        } catch (AccessDeniedException e) {
            throw new IOException("permission denied", e);
        } catch (FileSystemException e) {
            throw (FileNotFoundException) new FileNotFoundException(named.toString()).initCause(e);
        }
    }

    @Override
    public boolean list(org.apache.hadoop.fs.Path directory, Visitor visitor)
            throws IOException, ConfigurationException {
        try (DirectoryStream<Path> names = Files.newDirectoryStream(LocalNames.local(directory))) {
            for (Path name : names) {
                FileEntry entry = entry(name);
                if (entry != null && !visitor.visit(entry)) {
                    return false;
                }
            }
            return true;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (AccessDeniedException e) {
            throw new org.apache.hadoop.security.AccessControlException("permission denied");
        }
    }

    /** What a listed name stands for; null where it has gone meanwhile, or is hidden and no text. */
    private static FileEntry entry(Path name) throws IOException, ConfigurationException {
        if (!LocalNames.isText(name)) {
            if (FileEntry.isHidden(name.getFileName().toString())) {
                return null;
            }
            LocalNames.requireUtf8(name);
            return FileEntry.nameless(
                    LocalNames.hadoop(LocalNames.escaped(name)),
                    "expected a name in UTF-8, but it is none, and cannot be opened; rename it");
        }
        try {
            BasicFileAttributes own = Files.readAttributes(name, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return own.isSymbolicLink() ? followed(name) : entry(name, own, false);
        } catch (NoSuchFileException e) {
            return null;
        } catch (FileSystemException e) {
            return FileEntry.unreachable(LocalNames.hadoop(name.toString()), reason(e));
        }
    }

    private static FileEntry followed(Path link) throws IOException {
        try {
            return entry(link, Files.readAttributes(link, BasicFileAttributes.class), true);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            return FileEntry.unreachable(
                    LocalNames.hadoop(link.toString()),
                    "expected a file, but it is a symbolic link to '" + Files.readSymbolicLink(link)
                            + "', which is not there");
        }
    }

    private static FileEntry entry(Path name, BasicFileAttributes attributes, boolean link) {
        org.apache.hadoop.fs.Path path = LocalNames.hadoop(name.toString());
        if (attributes.isDirectory()) {
            return new FileEntry(path, Kind.DIRECTORY, 0, attributes.fileKey(), link, null);
        }
        return attributes.isRegularFile() ? FileEntry.file(path, attributes.size()) : FileEntry.special(path);
    }

    private static String reason(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e.getReason() == null ? e.toString() : e.getReason();
    }
}
