package dev.convoy.state;

import java.util.Optional;

/**
 * Recognises, by its first 8 bytes, what people most often have instead of the file they mean. For readers of file
 * formats.
 */
public final class OtherFormat {

    private OtherFormat() {}

    /** What the file probably is; empty if unknown. The bytes are given as the little-endian number they make. */
    public static Optional<String> guess(long firstBytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Long.BYTES; i++) {
            text.append((char) (firstBytes >>> (Byte.SIZE * i) & 0xff));
        }
        String start = text.toString();
        if (start.startsWith("PK\003\004")) {
            return Optional.of("this is a zip archive, probably weights saved by torch.save");
        }
        if (start.startsWith("\u0080\002")) {
            return Optional.of("this is a pickle, probably weights saved by torch.save");
        }
        if (start.startsWith("version ")) {
            return Optional.of("this is probably a Git LFS pointer: fetch the file itself with 'git lfs pull'");
        }
        if (start.stripLeading().startsWith("<")) {
            return Optional.of("this is probably a web page, saved in place of the file");
        }
        if (start.startsWith("\u0089HDF")) {
            return Optional.of("this is an HDF5 file");
        }
        if (start.startsWith("\u0093NUMPY")) {
            return Optional.of("this is an npy file");
        }
        if (start.startsWith("ARROW1")) {
            return Optional.of("this is an Arrow file");
        }
        return Optional.empty();
    }
}
