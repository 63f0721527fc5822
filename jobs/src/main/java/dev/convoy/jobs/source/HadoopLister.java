package dev.convoy.jobs.source;

import dev.convoy.jobs.conf.ConfigurationException;
import java.io.IOException;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Lists a file system as Hadoop does: page by page, with lengths, so that no file is asked for by itself. */
record HadoopLister(FileSystem files) implements FileLister {

    @Override
    public FileEntry find(Path path) throws IOException {
        return entry(files.getFileStatus(path));
    }

    @Override
    public boolean list(Path directory, Visitor visitor) throws IOException, ConfigurationException {
        RemoteIterator<FileStatus> entries = files.listStatusIterator(directory);
        while (entries.hasNext()) {
            if (!visitor.visit(entry(entries.next()))) {
                return false;
            }
        }
        return true;
    }

    /** A store of objects, which tells their tags, lists all below a prefix as fast as a directory. */
    @Override
    public boolean descend(Path directory, Visitor visitor) throws IOException, ConfigurationException {
        if (!files.hasPathCapability(directory, CommonPathCapabilities.ETAGS_AVAILABLE)) {
            return list(directory, visitor);
        }
        RemoteIterator<? extends FileStatus> entries = files.listFiles(directory, true);
        while (entries.hasNext()) {
            FileEntry entry = entry(entries.next());
            if (!isHidden(entry.path(), directory.depth()) && !visitor.visit(entry)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHidden(Path path, int depth) {
        Path part = path;
        while (part.depth() > depth) {
            if (FileEntry.isHidden(part.getName())) {
                return true;
            }
            part = part.getParent();
        }
        return false;
    }

    private static FileEntry entry(FileStatus status) {
        if (status.isDirectory()) {
            return FileEntry.directory(status.getPath());
        }
        return status.isFile()
                ? FileEntry.file(status.getPath(), status.getLen())
                : FileEntry.special(status.getPath());
    }
}
