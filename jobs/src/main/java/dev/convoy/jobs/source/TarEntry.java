package dev.convoy.jobs.source;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * An entry of a tar archive.
 *
 * @param name as the archive has it
 * @param size of its data, in bytes
 * @param type as tar writes it, {@code 0} for a file
 * @param sparse whether its data are not all of its file
 * @param link of a link, what it points at, as the archive has it
 */
record TarEntry(String name, long size, char type, boolean sparse, String link) {

    private static final Set<String> IMAGES =
            Set.of("jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "tif", "tiff", "webp");

    /** Whether a name ends as an image's. */
    static boolean isImage(String name) {
        return IMAGES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    boolean isDirectory() {
        return type == TarConstants.LF_DIR || name.endsWith("/");
    }

    boolean isLink() {
        return type == TarConstants.LF_LINK || type == TarConstants.LF_SYMLINK;
    }

    /** Whether it is hidden, or lies in a directory that is. */
    boolean isHidden() {
        return Arrays.stream(name.split("/"))
                .anyMatch(part -> !part.equals(".") && !part.equals("..") && FileEntry.isHidden(part));
    }

    /** Whether its name says what it is. */
    boolean hasExtension() {
        return name.indexOf('.', name.lastIndexOf('/') + 1) >= 0;
    }

    /** What a link points at: an entry's {@link TarLinks#normal} name. */
    String target() {
        boolean relative = type == TarConstants.LF_SYMLINK && !link.startsWith("/");
        return TarLinks.normal(relative ? name.substring(0, name.lastIndexOf('/') + 1) + link : link);
    }

    /** What it has in common with its siblings, all before the first dot behind the directories, if it has that. */
    Optional<String> key() {
        int base = name.lastIndexOf('/') + 1;
        int dot = name.indexOf('.', base);
        return dot > base ? Optional.of(name.substring(0, dot)) : Optional.empty();
    }

    /** Fails where its data are no file. */
    void requireFile() throws IOException {
        boolean regular =
                type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM || type == TarConstants.LF_CONTIG;
        if (sparse || !regular) {
            throw new IOException("expected a file, but the entry is " + (sparse ? "sparse" : "of type " + type));
        }
    }
}
