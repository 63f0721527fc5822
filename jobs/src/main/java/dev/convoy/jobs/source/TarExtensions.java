package dev.convoy.jobs.source;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * What does not fit an entry's header and stands in entries of its own before it: GNU's long names, and pax headers.
 */
final class TarExtensions {

    private static final int LONGEST = 1 << 20;

    private String name;
    private String link;
    private long size = -1;
    private boolean sparse;

    static boolean is(TarArchiveEntry header) {
        return header.isGNULongNameEntry()
                || header.isGNULongLinkEntry()
                || header.isPaxHeader()
                || header.isGlobalPaxHeader();
    }

    /** How long one is; an {@link IllegalArgumentException} where none is so long. */
    static int length(TarArchiveEntry header) {
        if (header.getSize() > LONGEST) {
            throw new IllegalArgumentException(
                    "it has " + header.getSize() + " bytes, and at most " + LONGEST + " are supported");
        }
        return (int) header.getSize();
    }

    /** Takes one; an {@link IllegalArgumentException} says what is wrong with it. */
    void add(TarArchiveEntry header, byte[] data) {
        if (header.isGNULongNameEntry()) {
            name = text(data, 0, data.length).replaceFirst("\0.*", "");
        } else if (header.isGNULongLinkEntry()) {
            link = text(data, 0, data.length).replaceFirst("\0.*", "");
        } else if (header.isPaxHeader()) {
            addRecords(data);
        }
    }

    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** What a link points at. */
    Optional<String> link() {
        return Optional.ofNullable(link);
    }

    OptionalLong size() {
        return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    boolean isSparse() {
        return sparse;
    }

    /** Records are {@code length key=value} and a line feed; the length is in bytes, and that of all of it. */
    private void addRecords(byte[] data) {
        int start = 0;
        while (start < data.length && data[start] != 0) {
            int space = indexOf(' ', data, start);
            int end = start + Integer.parseInt(text(data, start, space));
            int equals = indexOf('=', data, space);
            if (end <= equals || end > data.length) {
                throw new IllegalArgumentException(
                        "its record at byte " + start + " would end at byte " + end + " of " + data.length);
            }
            add(text(data, space + 1, equals), text(data, equals + 1, end - 1));
            start = end;
        }
    }

    private void add(String key, String value) {
        switch (key) {
            case "path" -> name = value;
            case "linkpath" -> link = value;
            case "size" -> size = Long.parseLong(value);
            default -> sparse = sparse || key.startsWith("GNU.sparse.");
        }
    }

    private static int indexOf(char wanted, byte[] data, int from) {
        for (int i = from; i < data.length; i++) {
            if (data[i] == wanted) {
                return i;
            }
        }
        throw new IllegalArgumentException("no '" + wanted + "' follows its byte " + from);
    }

    private static String text(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8);
    }
}
