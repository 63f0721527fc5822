package dev.convoy.state;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file's bytes, in memory or read as they are asked for. For readers of file formats. */
public abstract class ByteSource implements Closeable {

    /** No array, and so no buffer, is longer. */
    public static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final String name;
    private final long size;

    private ByteSource(String name, long size) {
        this.name = name;
        this.size = size;
    }

    /**
     * The bytes of a file, which stays open until {@link #close}.
     *
     * @throws IOException if it cannot be opened
     */
    public static ByteSource open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path);
        try {
            return new OpenFile(path.toString(), channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The bytes of a buffer from its position to its limit, not copied. */
    public static ByteSource of(String name, ByteBuffer bytes) {
        return new Memory(name, bytes.slice());
    }

    /** A file that is not local, open. */
    @FunctionalInterface
    public interface Remote {
        /** Fills the array with the bytes from a position on; an {@link java.io.EOFException} where there are fewer. */
        void readFully(long position, byte[] bytes) throws IOException;
    }

    /** The bytes of an open file of this size; closing it stays the caller's duty. */
    public static ByteSource of(String name, long size, Remote file) {
        return new RemoteFile(name, size, file);
    }

    /** What reads a file's bytes. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ByteSource source) throws IOException;
    }

    /**
     * What a reader makes of a file that is in memory, from the buffer's position to its limit.
     *
     * @throws MalformedFileException if the reader finds the file malformed; memory itself cannot fail to be read
     */
    public static <T> T inMemory(String name, ByteBuffer bytes, Reader<T> reader) throws MalformedFileException {
        try {
            return reader.read(of(name, bytes));
        } catch (MalformedFileException malformed) {
            throw malformed;
        } catch (IOException impossible) {
            throw new AssertionError("memory cannot fail to be read", impossible);
        }
    }

    /** What to call the file in messages. */
    public final String name() {
        return name;
    }

    /** The number of bytes. */
    public final long size() {
        return size;
    }

    /**
     * The {@code length} bytes from {@code position} on, which the caller knows to be there, as a little-endian buffer
     * from 0 to its limit. They may be shared with the file in memory and must not be changed.
     *
     * @throws MalformedFileException if the file was cut since it was opened
     * @throws IOException if it cannot be read
     */
    public final ByteBuffer read(long position, int length) throws IOException {
        if (position < 0 || length < 0 || length > size - position) {
            throw new AssertionError(length + " bytes from " + position + " on, of " + size + ", in " + name);
        }
        return bytes(position, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    abstract ByteBuffer bytes(long position, int length) throws IOException;

    @Override
    public void close() throws IOException {}

    /** An exception that names this file. */
    public final MalformedFileException malformed(long offset, String reason) {
        return new MalformedFileException(name, offset, reason);
    }

    final MalformedFileException endedWhileRead(long offset) {
        return malformed(offset, "the file ended while it was read; another program is probably writing it");
    }

    private static final class Memory extends ByteSource {

        private final ByteBuffer bytes;

        Memory(String name, ByteBuffer bytes) {
            super(name, bytes.limit());
            this.bytes = bytes;
        }

        @Override
        ByteBuffer bytes(long position, int length) {
            return bytes.slice((int) position, length);
        }
    }

    private static final class RemoteFile extends ByteSource {

        private final Remote file;

        RemoteFile(String name, long size, Remote file) {
            super(name, size);
            this.file = file;
        }

        @Override
        ByteBuffer bytes(long position, int length) throws IOException {
            byte[] bytes = new byte[length];
            try {
                file.readFully(position, bytes);
            } catch (EOFException e) {
                throw endedWhileRead(position);
            }
            return ByteBuffer.wrap(bytes);
        }
    }

    private static final class OpenFile extends ByteSource {

        private final FileChannel channel;

        OpenFile(String name, FileChannel channel) throws IOException {
            super(name, channel.size());
            this.channel = channel;
        }

        @Override
        ByteBuffer bytes(long position, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, position + bytes.position()) < 0) {
                    throw endedWhileRead(position + bytes.position());
                }
            }
            return bytes.flip();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
