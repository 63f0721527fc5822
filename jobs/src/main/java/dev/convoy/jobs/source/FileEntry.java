package dev.convoy.jobs.source;

import org.apache.hadoop.fs.Path;

/**
 * What a name in a file system stands for.
 *
 * @param path the name, as the output repeats it
 * @param kind what it is
 * @param length the bytes of a file; 0 of anything else
 * @param identity equal for all the names of one directory on a local disk; null where a directory has but one name
 * @param link whether the name is a symbolic link
 * @param problem why nothing can be had of it; null where something can
 */
record FileEntry(Path path, Kind kind, long length, Object identity, boolean link, String problem) {

    /** Kinds of names. */
    enum Kind {
        FILE,
        DIRECTORY,
        /** A pipe, a socket or a device. */
        SPECIAL,
        /** A file or a directory of which nothing can be had as things are. */
        UNREACHABLE,
        /** A name that is no text, by which nothing can be opened. */
        NAMELESS
    }

    static FileEntry file(Path path, long length) {
        return new FileEntry(path, Kind.FILE, length, null, false, null);
    }

    static FileEntry directory(Path path) {
        return new FileEntry(path, Kind.DIRECTORY, 0, null, false, null);
    }

    static FileEntry special(Path path) {
        return new FileEntry(path, Kind.SPECIAL, 0, null, false, null);
    }

    static FileEntry unreachable(Path path, String problem) {
        return new FileEntry(path, Kind.UNREACHABLE, 0, null, false, problem);
    }

    static FileEntry nameless(Path path, String problem) {
        return new FileEntry(path, Kind.NAMELESS, 0, null, false, problem);
    }

    boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    /** Whether an image, or a file of them, is expected under this name: it is read, or its failure is told. */
    boolean isRow() {
        return kind == Kind.FILE || kind == Kind.UNREACHABLE || kind == Kind.NAMELESS;
    }

    /**
     * Whether a name begins with {@code _} or {@code .}, or ends as one that is still being copied: such files and
     * directories are passed over, as everywhere in Spark and Hadoop.
     */
    static boolean isHidden(String name) {
        return name.startsWith(".") || (name.startsWith("_") && !name.contains("=")) || name.endsWith("._COPYING_");
    }

    boolean isHidden() {
        return isHidden(path.getName());
    }
}
