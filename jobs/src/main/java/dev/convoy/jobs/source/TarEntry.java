package dev.convoy.jobs.source;

import java.io.IOException;
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
 */
record TarEntry(String name, long size, char type, boolean sparse) {

    private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp");

    /** Whether its name says that it is an image, and not what lies beside one. */
    boolean isNamedImage() {
        return type != TarConstants.LF_DIR && isImage(name);
    }

    /** Whether a name ends as an image's. */
    static boolean isImage(String name) {
        return IMAGES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
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
