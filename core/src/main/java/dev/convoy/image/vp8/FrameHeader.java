package dev.convoy.image.vp8;

import java.io.EOFException;
import java.io.StreamCorruptedException;

/**
 * What a key frame says of itself in its first ten bytes (RFC 6386, section 9.1).
 *
 * @param width in pixels
 * @param height in pixels
 * @param firstPartition the bytes behind them that say how macroblocks are coded
 */
public record FrameHeader(int width, int height, int firstPartition) {

    static final int LENGTH = 10;

    /**
     * Reads it from {@code length} bytes at {@code offset}.
     *
     * @throws EOFException where they are too few
     * @throws StreamCorruptedException where they are no key frame that is to be shown
     */
    public static FrameHeader read(byte[] bytes, int offset, int length) throws EOFException, StreamCorruptedException {
        if (length < LENGTH) {
            throw new EOFException("its frame has " + length + " bytes, fewer than its header");
        }
        int tag = u24(bytes, offset);
        if ((tag & 1) != 0) {
            throw new StreamCorruptedException("its frame is no key frame");
        }
        if ((tag >> 1 & 7) > 3) {
            throw new StreamCorruptedException("its frame is of version " + (tag >> 1 & 7) + ", but there are 0 to 3");
        }
        if ((tag >> 4 & 1) == 0) {
            throw new StreamCorruptedException("its frame is not to be shown");
        }
        if (u8(bytes, offset + 3) != 0x9d || u8(bytes, offset + 4) != 0x01 || u8(bytes, offset + 5) != 0x2a) {
            throw new StreamCorruptedException("its frame has no start code");
        }
        int width = (u8(bytes, offset + 6) | u8(bytes, offset + 7) << 8) & 0x3fff;
        int height = (u8(bytes, offset + 8) | u8(bytes, offset + 9) << 8) & 0x3fff;
        if (tag >> 5 > length - LENGTH) {
            throw new EOFException("its first partition has " + (tag >> 5) + " bytes, but " + (length - LENGTH)
                    + " are left of its frame");
        }
        return new FrameHeader(width, height, tag >> 5);
    }

    /** Three bytes as a number, the lowest first. */
    static int u24(byte[] bytes, int at) {
        return u8(bytes, at) | u8(bytes, at + 1) << 8 | u8(bytes, at + 2) << 16;
    }

    private static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }
}
