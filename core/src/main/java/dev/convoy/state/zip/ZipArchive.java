package dev.convoy.state.zip;

import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The entries of a zip archive, stored or deflated, of any size. For readers of file formats.
 *
 * <p>Archives come from strangers: places and lengths are checked against the file, entries must not overlap, checksums
 * must hold, and all that is inflated together is at most {@value #LARGEST_RATIO} times the file's size plus 64 MiB.
 * Memory is taken only as bytes come.
 */
public final class ZipArchive {

    /** How much larger than the file its deflated entries may be together. */
    public static final int LARGEST_RATIO = 100;

    private static final long SMALLEST_ALLOWANCE = 64L << 20;
    private static final int FIRST_CHUNK = 1 << 16;
    private static final int LOCAL_SIGNATURE = 0x04034b50;

    private final ByteSource source;
    private final Map<String, ZipEntry> entries;
    private long allowance;

    private ZipArchive(ByteSource source, Map<String, ZipEntry> entries) {
        this.source = source;
        this.entries = entries;
        this.allowance = SMALLEST_ALLOWANCE + LARGEST_RATIO * source.size();
    }

    /**
     * Reads the archive's directory.
     *
     * @throws MalformedFileException if it is not a whole and valid zip archive
     * @throws IOException if it cannot be read
     */
    public static ZipArchive open(ByteSource source) throws IOException {
        return new ZipArchive(source, CentralDirectory.read(source));
    }

    /** The entries' names, in the directory's order. */
    public Set<String> names() {
        return entries.keySet();
    }

    /** Whether there is an entry of this name. */
    public boolean contains(String name) {
        return entries.containsKey(name);
    }

    /**
     * An entry's bytes, as a little-endian buffer from 0 to its limit. Stored ones may be shared with the file in
     * memory and must not be changed.
     *
     * @throws MalformedFileException if it is damaged, inflates to more than is allowed, or takes 2 GiB
     * @throws IOException if it cannot be read
     */
    public ByteBuffer read(String name) throws IOException {
        ZipEntry entry = entries.get(name);
        long start = dataStart(entry);
        if (entry.size() > ByteSource.LARGEST_ARRAY || entry.storedSize() > ByteSource.LARGEST_ARRAY) {
            throw malformed(
                    entry,
                    "takes " + entry.size() + " bytes, but at most " + ByteSource.LARGEST_ARRAY + " are supported");
        }
        ByteBuffer bytes = source.read(start, (int) entry.storedSize());
        if (entry.method() == ZipEntry.DEFLATED) {
            bytes = inflate(entry, bytes);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.duplicate());
        if (crc.getValue() != entry.crc()) {
            throw malformed(
                    entry,
                    String.format(
                            "has the checksum %08x, but the archive promises %08x; the file is damaged, or was saved "
                                    + "with torch.serialization.set_crc32_options(False)",
                            crc.getValue(), entry.crc()));
        }
        return bytes;
    }

    /**
     * The byte of the file at which an entry's data begin; -1 if they are deflated.
     *
     * @throws MalformedFileException if the entry's own header is damaged
     * @throws IOException if it cannot be read
     */
    public long offset(String name) throws IOException {
        ZipEntry entry = entries.get(name);
        return entry.method() == ZipEntry.STORED ? dataStart(entry) : -1;
    }

    private long dataStart(ZipEntry entry) throws IOException {
        ByteBuffer header = source.read(entry.offset(), CentralDirectory.LOCAL_SIZE);
        int nameLength = Short.toUnsignedInt(header.getShort(26));
        long start =
                entry.offset() + CentralDirectory.LOCAL_SIZE + nameLength + Short.toUnsignedInt(header.getShort(28));
        if (header.getInt(0) != LOCAL_SIGNATURE
                || Short.toUnsignedInt(header.getShort(8)) != entry.method()
                || start > entry.limit() - entry.storedSize()) {
            throw malformed(entry, "has a header that contradicts the archive's directory; the file is damaged");
        }
        ByteBuffer name = source.read(entry.offset() + CentralDirectory.LOCAL_SIZE, nameLength);
        if (!name.equals(ByteBuffer.wrap(entry.name().getBytes(StandardCharsets.UTF_8)))) {
            throw malformed(entry, "has another name in the archive's directory; the file is damaged");
        }
        return start;
    }

    private ByteBuffer inflate(ZipEntry entry, ByteBuffer deflated) throws MalformedFileException {
        if (entry.size() > allowance) {
            throw malformed(
                    entry,
                    "inflates to " + entry.size() + " bytes, but all entries of a file of " + source.size()
                            + " bytes together may inflate to "
                            + (SMALLEST_ALLOWANCE + LARGEST_RATIO * source.size())
                            + "; store it without compression");
        }
        allowance -= entry.size();
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflated);
            byte[] bytes = new byte[(int) Math.min(entry.size(), Math.max(FIRST_CHUNK, 2L * deflated.limit()))];
            int done = 0;
            while (!inflater.finished()) {
                if (done == bytes.length && done < entry.size()) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(entry.size(), 2L * done));
                }
                int inflated = done < bytes.length
                        ? inflater.inflate(bytes, done, bytes.length - done)
                        : inflater.inflate(new byte[1]);
                done += inflated;
                if (done > entry.size() || inflated == 0 && !inflater.finished()) {
                    break;
                }
            }
            if (done != entry.size() || !inflater.finished() || inflater.getRemaining() > 0) {
                throw malformed(
                        entry,
                        "does not inflate to the " + entry.size() + " bytes that the archive promises; the file is "
                                + "damaged");
            }
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (DataFormatException invalid) {
            throw malformed(entry, "cannot be inflated (" + invalid.getMessage() + "); the file is damaged");
        } finally {
            inflater.end();
        }
    }

    private MalformedFileException malformed(ZipEntry entry, String reason) {
        return source.malformed(entry.offset(), "entry '" + entry.name() + "' " + reason);
    }
}
