package dev.convoy.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.UUID;

/**
 * Writes a file whole or not at all: into a temporary file beside it, which then takes its name. For writers of file
 * formats.
 */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes the buffers one after another, replacing what is there.
     *
     * @param path the file; its directory must exist
     * @param contents the bytes, asked for one buffer at a time
     * @throws IOException if writing fails; then nothing is left behind and what was there stays
     */
    public static void write(Path path, Iterator<ByteBuffer> contents) throws IOException {
        Path target = path.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                while (contents.hasNext()) {
                    ByteBuffer buffer = contents.next();
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                }
                channel.force(true);
            }
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException unsupported) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
