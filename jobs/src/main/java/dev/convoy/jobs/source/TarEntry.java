package dev.convoy.jobs.source;

import java.util.Locale;
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
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return type != TarConstants.LF_DIR && IMAGES.contains(extension.toLowerCase(Locale.ROOT));
    }

    /** Whether its data are a file. */
    boolean isFile() {
        boolean regular =
                type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM || type == TarConstants.LF_CONTIG;
        return regular && !sparse;
    }
}
