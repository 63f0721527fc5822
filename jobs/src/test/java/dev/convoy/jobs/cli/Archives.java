package dev.convoy.jobs.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Tar files. */
final class Archives {

    private Archives() {}

    /** One of so many times 32 MB, unpacked, without an image: it takes minutes to read. */
    static Path withoutImages(Path archive, int times) throws IOException {
        byte[] header = new byte[512];
        new TarArchiveEntry("notes.txt").writeEntryHeader(header);
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(member)) {
            for (int i = 0; i < 1 << 16; i++) {
                gzip.write(header);
            }
        }
        try (OutputStream out = Files.newOutputStream(archive)) {
            for (int i = 0; i < times; i++) {
                member.writeTo(out);
            }
        }
        return archive;
    }

    /** One of a file, so many times, as {@code 0.png} and so on. */
    static Path of(Path archive, Path image, int times) throws IOException {
        byte[] bytes = Files.readAllBytes(image);
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
            for (int i = 0; i < times; i++) {
                TarArchiveEntry entry = new TarArchiveEntry(i + ".png");
                entry.setSize(bytes.length);
                tar.putArchiveEntry(entry);
                tar.write(bytes);
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }
}
