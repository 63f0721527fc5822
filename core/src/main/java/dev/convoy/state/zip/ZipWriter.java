package dev.convoy.state.zip;

import dev.convoy.state.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * Writes a zip archive of stored entries, byte for byte as Python's {@code zipfile} writes one for NumPy: no times, and
 * zip64 sizes in every entry.
 */
public final class ZipWriter implements Iterator<ByteBuffer> {

    /** Above this, Python's zipfile writes zip64 records. */
    private static final long LARGEST_PLAIN = Integer.MAX_VALUE;

    private static final int MOST_PLAIN_ENTRIES = 0xffff;
    private static final int LONGEST_NAME = 0xffff;
    private static final short VERSION = 45;
    private static final short UNIX = 3;
    private static final short UTF_8_NAME = 0x800;
    private static final short FIRST_OF_JANUARY_1980 = 0x21;
    private static final int OWNER_READS_AND_WRITES = 0600 << 16;

    private record Written(byte[] name, int crc, int size, long offset) {}

    private final Iterator<String> names;
    private final Function<String, List<ByteBuffer>> contents;
    private final List<Written> written = new ArrayList<>();
    private final List<ByteBuffer> pending = new ArrayList<>();
    private long position;
    private boolean ended;

    private ZipWriter(Iterator<String> names, Function<String, List<ByteBuffer>> contents) {
        this.names = names;
        this.contents = contents;
    }

    /**
     * Writes an archive, whole or not at all.
     *
     * @param names the entries' names, each once
     * @param contents an entry's bytes, asked for once each, in order
     * @throws IllegalArgumentException if a name is longer than 65535 bytes, or an entry takes 2 GiB
     * @throws IOException if it cannot be written
     */
    public static void write(Path path, Iterable<String> names, Function<String, List<ByteBuffer>> contents)
            throws IOException {
        AtomicFile.write(path, new ZipWriter(names.iterator(), contents));
    }

    @Override
    public boolean hasNext() {
        return !pending.isEmpty() || !ended;
    }

    @Override
    public ByteBuffer next() {
        if (pending.isEmpty()) {
            if (names.hasNext()) {
                addEntry(names.next());
            } else {
                addDirectory();
                ended = true;
            }
        }
        ByteBuffer next = pending.remove(0);
        position += next.remaining();
        return next;
    }

    private void addEntry(String entry) {
        byte[] name = entry.getBytes(StandardCharsets.UTF_8);
        if (name.length > LONGEST_NAME) {
            throw new IllegalArgumentException("a name in a zip archive has at most " + LONGEST_NAME
                    + " bytes, but one has " + name.length + ": '" + entry.substring(0, 100) + "…'");
        }
        List<ByteBuffer> buffers = contents.apply(entry);
        CRC32 crc = new CRC32();
        long size = 0;
        for (ByteBuffer buffer : buffers) {
            crc.update(buffer.duplicate());
            size += buffer.remaining();
        }
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("entry '" + entry + "' takes " + size + " bytes, but at most "
                    + Integer.MAX_VALUE + " can be written");
        }
        Written done = new Written(name, (int) crc.getValue(), (int) size, position);
        written.add(done);
        ByteBuffer header = buffer(CentralDirectory.LOCAL_SIZE + name.length + 20)
                .putInt(0x04034b50)
                .putShort(VERSION);
        common(header, done, -1, -1).putShort((short) 20).put(name);
        header.putShort((short) CentralDirectory.ZIP64_EXTRA).putShort((short) 16);
        pending.add(header.putLong(size).putLong(size).flip());
        pending.addAll(buffers);
    }

    /** The fields that an entry's own header and the directory share, from the flags to the name's length. */
    private static ByteBuffer common(ByteBuffer to, Written entry, int storedSize, int size) {
        boolean ascii = new String(entry.name, StandardCharsets.UTF_8).length() == entry.name.length;
        return to.putShort(ascii ? 0 : UTF_8_NAME)
                .putShort((short) ZipEntry.STORED)
                .putShort((short) 0)
                .putShort(FIRST_OF_JANUARY_1980)
                .putInt(entry.crc)
                .putInt(storedSize)
                .putInt(size)
                .putShort((short) entry.name.length);
    }

    private void addDirectory() {
        long start = position;
        long size = 0;
        for (Written entry : written) {
            boolean far = entry.offset > LARGEST_PLAIN;
            int extra = far ? 12 : 0;
            ByteBuffer header = buffer(CentralDirectory.ENTRY_SIZE + entry.name.length + extra)
                    .putInt(CentralDirectory.ENTRY_SIGNATURE)
                    .putShort((short) (UNIX << 8 | VERSION))
                    .putShort(VERSION);
            common(header, entry, entry.size, entry.size).putShort((short) extra);
            header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(OWNER_READS_AND_WRITES);
            header.putInt(far ? -1 : (int) entry.offset).put(entry.name);
            if (far) {
                header.putShort((short) CentralDirectory.ZIP64_EXTRA)
                        .putShort((short) Long.BYTES)
                        .putLong(entry.offset);
            }
            size += header.flip().remaining();
            pending.add(header);
        }
        boolean zip64 = written.size() > MOST_PLAIN_ENTRIES || start > LARGEST_PLAIN || size > LARGEST_PLAIN;
        if (zip64) {
            pending.add(zip64End(start, size));
        }
        short entries = (short) Math.min(written.size(), MOST_PLAIN_ENTRIES);
        pending.add(buffer(CentralDirectory.END_SIZE)
                .putInt(CentralDirectory.END_SIGNATURE)
                .putInt(0)
                .putShort(entries)
                .putShort(entries)
                .putInt((int) Math.min(size, 0xffffffffL))
                .putInt((int) Math.min(start, 0xffffffffL))
                .putShort((short) 0)
                .flip());
    }

    private ByteBuffer zip64End(long start, long size) {
        return buffer(CentralDirectory.ZIP64_END_SIZE + CentralDirectory.ZIP64_LOCATOR_SIZE)
                .putInt(CentralDirectory.ZIP64_END_SIGNATURE)
                .putLong(CentralDirectory.ZIP64_END_SIZE - 12)
                .putShort(VERSION)
                .putShort(VERSION)
                .putLong(0)
                .putLong(written.size())
                .putLong(written.size())
                .putLong(size)
                .putLong(start)
                .putInt(CentralDirectory.ZIP64_LOCATOR_SIGNATURE)
                .putInt(0)
                .putLong(start + size)
                .putInt(1)
                .flip();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
