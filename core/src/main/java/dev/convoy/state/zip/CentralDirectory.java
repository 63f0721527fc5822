package dev.convoy.state.zip;

import dev.convoy.state.ByteSource;
import dev.convoy.state.MalformedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the directory at the end of a zip archive, with zip64, and checks that its entries do not overlap. */
final class CentralDirectory {

    static final int END_SIGNATURE = 0x06054b50;
    static final int END_SIZE = 22;
    static final int ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
    static final int ZIP64_LOCATOR_SIZE = 20;
    static final int ZIP64_END_SIGNATURE = 0x06064b50;
    static final int ZIP64_END_SIZE = 56;
    static final int ENTRY_SIGNATURE = 0x02014b50;
    static final int ENTRY_SIZE = 46;
    static final int LOCAL_SIZE = 30;
    static final int ZIP64_EXTRA = 1;

    private static final int LONGEST_COMMENT = 0xffff;
    private static final int UNKNOWN_16 = 0xffff;
    private static final long UNKNOWN_32 = 0xffffffffL;
    private static final int ENCRYPTED = 1;

    private final ByteSource source;

    private CentralDirectory(ByteSource source) {
        this.source = source;
    }

    /** The entries by name, in the directory's order. */
    static Map<String, ZipEntry> read(ByteSource source) throws IOException {
        return new CentralDirectory(source).read();
    }

    /** Where the directory lies: {@code size} bytes from {@code offset} on. */
    private record Place(long entries, long offset, long size) {}

    private Map<String, ZipEntry> read() throws IOException {
        Place place = place();
        if (place.size > ByteSource.LARGEST_ARRAY || place.entries > place.size / ENTRY_SIZE) {
            throw source.malformed(
                    place.offset,
                    "the zip archive's directory is given as " + place.entries + " entries in " + place.size
                            + " bytes; the file is damaged");
        }
        ByteBuffer directory = source.read(place.offset, (int) place.size);
        List<ZipEntry> entries = new ArrayList<>();
        for (long i = 0; i < place.entries; i++) {
            entries.add(entry(directory, place.offset));
        }
        if (directory.hasRemaining()) {
            throw source.malformed(
                    place.offset + directory.position(),
                    "the zip archive's directory goes on after its " + place.entries + " entries");
        }
        return limited(entries, place.offset);
    }

    private Place place() throws IOException {
        long size = source.size();
        int tailSize = (int) Math.min(size, END_SIZE + LONGEST_COMMENT);
        ByteBuffer tail = source.read(size - tailSize, tailSize);
        for (int at = tailSize - END_SIZE; at >= 0; at--) {
            if (tail.getInt(at) == END_SIGNATURE && unsigned(tail, at + 20) == tailSize - END_SIZE - at) {
                return place(tail.slice(at, END_SIZE).order(tail.order()), size - tailSize + at);
            }
        }
        throw source.malformed(-1, "the zip archive has no directory at its end; the download is probably truncated");
    }

    private Place place(ByteBuffer end, long endAt) throws IOException {
        int entries = unsigned(end, 10);
        long size = Integer.toUnsignedLong(end.getInt(12));
        long offset = Integer.toUnsignedLong(end.getInt(16));
        if (unsigned(end, 4) != 0 || unsigned(end, 6) != 0 || unsigned(end, 8) != entries) {
            throw source.malformed(endAt, "the zip archive is split over several files, which is not supported");
        }
        Place place = zip64(endAt);
        long directoryEnd = endAt;
        if (place == null) {
            place = new Place(entries, offset, size);
        } else {
            directoryEnd = endAt - ZIP64_LOCATOR_SIZE - ZIP64_END_SIZE;
            if (entries != UNKNOWN_16 && entries != place.entries
                    || size != UNKNOWN_32 && size != place.size
                    || offset != UNKNOWN_32 && offset != place.offset) {
                throw source.malformed(endAt, "the zip archive's two descriptions of its directory contradict");
            }
        }
        if (place.offset < 0 || place.size < 0 || place.size != directoryEnd - place.offset) {
            throw source.malformed(
                    endAt,
                    "the zip archive's directory is given as " + place.size + " bytes from byte " + place.offset
                            + " on, but it ends at byte " + directoryEnd + "; the file is damaged");
        }
        return place;
    }

    /** The place as the zip64 records before the end record give it; null if there are none. */
    private Place zip64(long endAt) throws IOException {
        long locatorAt = endAt - ZIP64_LOCATOR_SIZE;
        if (locatorAt < 0 || source.read(locatorAt, Integer.BYTES).getInt(0) != ZIP64_LOCATOR_SIGNATURE) {
            return null;
        }
        long recordAt = source.read(locatorAt, ZIP64_LOCATOR_SIZE).getLong(8);
        if (recordAt < 0 || recordAt != locatorAt - ZIP64_END_SIZE) {
            throw source.malformed(
                    locatorAt, "the zip64 record is given at byte " + recordAt + ", which is not where it can be");
        }
        ByteBuffer record = source.read(recordAt, ZIP64_END_SIZE);
        if (record.getInt(0) != ZIP64_END_SIGNATURE) {
            throw source.malformed(recordAt, "there is no zip64 record where its locator says; the file is damaged");
        }
        return new Place(record.getLong(32), record.getLong(48), record.getLong(40));
    }

    private ZipEntry entry(ByteBuffer directory, long directoryAt) throws MalformedFileException {
        int at = directory.position();
        if (directory.remaining() < ENTRY_SIZE || directory.getInt(at) != ENTRY_SIGNATURE) {
            throw source.malformed(
                    directoryAt + at, "the zip archive's directory is damaged: there is no entry where one must be");
        }
        int flags = unsigned(directory, at + 8);
        int method = unsigned(directory, at + 10);
        long crc = Integer.toUnsignedLong(directory.getInt(at + 16));
        int nameLength = unsigned(directory, at + 28);
        int extraLength = unsigned(directory, at + 30);
        int whole = ENTRY_SIZE + nameLength + extraLength + unsigned(directory, at + 32);
        if (whole > directory.remaining()) {
            throw source.malformed(directoryAt + at, "the zip archive's directory ends inside an entry");
        }
        String name = name(directory.slice(at + ENTRY_SIZE, nameLength), directoryAt + at);
        ByteBuffer extra =
                directory.slice(at + ENTRY_SIZE + nameLength, extraLength).order(directory.order());
        long[] sizeStoredOffset = {
            Integer.toUnsignedLong(directory.getInt(at + 24)),
            Integer.toUnsignedLong(directory.getInt(at + 20)),
            Integer.toUnsignedLong(directory.getInt(at + 42))
        };
        fillFromZip64(sizeStoredOffset, extra, name);
        directory.position(at + whole);
        long size = sizeStoredOffset[0];
        long storedSize = sizeStoredOffset[1];
        String label = "entry '" + name + "'";
        if ((flags & ENCRYPTED) != 0) {
            throw source.malformed(directoryAt + at, label + " is encrypted, which is not supported");
        }
        if (method != ZipEntry.STORED && method != ZipEntry.DEFLATED) {
            throw source.malformed(
                    directoryAt + at,
                    label + " is compressed by method " + method + ", but only stored and deflated ones are supported");
        }
        if (size < 0 || storedSize < 0 || method == ZipEntry.STORED && size != storedSize) {
            throw source.malformed(
                    directoryAt + at,
                    label + " is given as " + size + " bytes, of which " + storedSize
                            + " are stored; the file is damaged");
        }
        return new ZipEntry(name, method, crc, storedSize, size, sizeStoredOffset[2], -1);
    }

    private void fillFromZip64(long[] values, ByteBuffer extra, String name) throws MalformedFileException {
        while (extra.remaining() >= 2 * Short.BYTES) {
            int id = Short.toUnsignedInt(extra.getShort());
            int length = Short.toUnsignedInt(extra.getShort());
            int end = Math.min(extra.limit(), extra.position() + length);
            for (int i = 0; id == ZIP64_EXTRA && i < values.length; i++) {
                if (values[i] == UNKNOWN_32) {
                    if (end - extra.position() < Long.BYTES) {
                        throw source.malformed(-1, "entry '" + name + "' lacks the sizes that zip64 promises");
                    }
                    values[i] = extra.getLong();
                }
            }
            extra.position(end);
        }
    }

    private Map<String, ZipEntry> limited(List<ZipEntry> entries, long directoryAt) throws MalformedFileException {
        Map<String, ZipEntry> byName = new LinkedHashMap<>();
        for (ZipEntry entry : entries) {
            if (byName.put(entry.name(), entry) != null) {
                throw source.malformed(directoryAt, "entry '" + entry.name() + "' occurs twice in the zip archive");
            }
        }
        entries.sort(Comparator.comparingLong(ZipEntry::offset).reversed());
        long limit = directoryAt;
        for (ZipEntry entry : entries) {
            if (entry.offset() < 0
                    || entry.offset() > limit - LOCAL_SIZE
                    || entry.storedSize() > limit - LOCAL_SIZE - entry.offset()) {
                throw source.malformed(
                        entry.offset(),
                        "entry '" + entry.name() + "' takes " + entry.storedSize() + " bytes, but what follows "
                                + "begins at byte " + limit + "; the file is damaged");
            }
            byName.put(entry.name(), entry.withLimit(limit));
            limit = entry.offset();
        }
        return byName;
    }

    private String name(ByteBuffer bytes, long at) throws MalformedFileException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException notText) {
            throw source.malformed(at, "an entry's name in the zip archive is not UTF-8 text; the file is damaged");
        }
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }
}
