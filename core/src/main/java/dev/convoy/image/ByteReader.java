package dev.convoy.image;

import java.util.Locale;

/** Reads a file's header fields at absolute offsets; a field that reaches past the end is a truncated file. */
record ByteReader(@SuppressWarnings("ArrayRecordComponent") byte[] bytes, String format) {

    int length() {
        return bytes.length;
    }

    int u8(int offset) throws ImageException {
        require(offset, 1);
        return bytes[offset] & 0xff;
    }

    int u16(int offset) throws ImageException {
        require(offset, 2);
        return (bytes[offset] & 0xff) << 8 | (bytes[offset + 1] & 0xff);
    }

    int u16le(int offset) throws ImageException {
        return Short.toUnsignedInt(Short.reverseBytes((short) u16(offset)));
    }

    int u24le(int offset) throws ImageException {
        return u16le(offset) | u8(offset + 2) << 16;
    }

    long u32(int offset) throws ImageException {
        return (long) u16(offset) << 16 | u16(offset + 2);
    }

    long u32le(int offset) throws ImageException {
        return Integer.toUnsignedLong(Integer.reverseBytes((int) u32(offset)));
    }

    boolean startsWith(int offset, String ascii) {
        if (offset < 0 || offset > bytes.length - ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if ((bytes[offset + i] & 0xff) != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Fails unless {@code count} bytes are there from {@code offset} on. */
    void require(long offset, long count) throws ImageException {
        if (offset < 0 || count < 0 || offset + count > bytes.length) {
            throw truncated(String.format(
                    Locale.ROOT, "%d bytes at byte %d reach past the end of the file at %d", count, offset, length()));
        }
    }

    ImageException truncated(String detail) {
        return new ImageException("truncated " + format + ": " + detail);
    }

    ImageException corrupt(String detail) {
        return new ImageException("corrupt " + format + ": " + detail);
    }

    ImageException unsupported(String detail) {
        return new ImageException("unsupported " + format + ": " + detail);
    }
}
