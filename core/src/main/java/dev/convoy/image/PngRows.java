package dev.convoy.image;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The rows of a PNG file's image data: inflated and unfiltered, one at a time. */
final class PngRows implements AutoCloseable {

    /** Two rows are in memory beside the pixels, of up to 8 bytes a pixel: no real image is so wide. */
    private static final int MAX_ROW_BYTES = 1 << 26;

    private final ByteReader in;
    private final Inflater inflater = new Inflater();
    private int chunk;
    private byte[] row = new byte[0];
    private byte[] previous = new byte[0];
    private int bytesPerPixel;
    private int count;

    /** Rows of the IDAT chunks, the first of which starts at byte {@code chunk}. */
    PngRows(ByteReader in, int chunk) {
        this.in = in;
        this.chunk = chunk;
    }

    /** Starts a pass: rows of this many bytes, above the first of which everything is zero. */
    void start(long rowBytes, int bytesPerPixel) throws ImageException {
        if (rowBytes > MAX_ROW_BYTES) {
            throw in.unsupported("a row of " + rowBytes + " bytes");
        }
        this.bytesPerPixel = bytesPerPixel;
        row = new byte[(int) rowBytes + 1];
        previous = new byte[(int) rowBytes + 1];
    }

    /** The next row: byte 0 is its filter type, the samples follow. Valid until the next call. */
    byte[] next() throws ImageException {
        byte[] current = previous;
        previous = row;
        row = current;
        int filled = 0;
        while (filled < row.length) {
            int inflated = inflate(row, filled);
            if (inflated == 0) {
                throw in.truncated("its image data ends after " + count + " rows");
            }
            filled += inflated;
        }
        unfilter();
        count++;
        return row;
    }

    /** Reads past the last row, which is where the checksum of the compressed data is checked. */
    void finish() throws ImageException {
        byte[] rest = new byte[4096];
        for (int i = 0; i < 16; i++) {
            if (inflate(rest, 0) == 0) {
                return;
            }
        }
    }

    @Override
    public void close() {
        inflater.end();
    }

    /** Inflates at least one byte, or none if there is no more. */
    private int inflate(byte[] target, int offset) throws ImageException {
        try {
            while (true) {
                int inflated = inflater.inflate(target, offset, target.length - offset);
                if (inflated > 0 || inflater.finished()) {
                    return inflated;
                }
                if (inflater.needsDictionary()) {
                    throw in.corrupt("its image data needs a preset dictionary");
                }
                if (!in.startsWith(chunk + 4, "IDAT")) {
                    return 0;
                }
                int length = PngDecoder.checkedLength(in, chunk);
                inflater.setInput(in.bytes(), chunk + 8, length);
                chunk += 12 + length;
            }
        } catch (DataFormatException e) {
            throw new ImageException("corrupt PNG: its image data cannot be inflated: " + e.getMessage(), e);
        }
    }

    private void unfilter() throws ImageException {
        int bpp = bytesPerPixel;
        switch (row[0]) {
            case 0 -> {}
            case 1 -> {
                for (int i = bpp + 1; i < row.length; i++) {
                    row[i] += row[i - bpp];
                }
            }
            case 2 -> {
                for (int i = 1; i < row.length; i++) {
                    row[i] += previous[i];
                }
            }
            case 3 -> {
                for (int i = 1; i < row.length; i++) {
                    int left = i > bpp ? row[i - bpp] & 0xff : 0;
                    row[i] += (byte) ((left + (previous[i] & 0xff)) >> 1);
                }
            }
            case 4 -> {
                for (int i = 1; i < Math.min(bpp + 1, row.length); i++) {
                    row[i] += previous[i];
                }
                for (int i = bpp + 1; i < row.length; i++) {
                    row[i] += (byte) paeth(row[i - bpp] & 0xff, previous[i] & 0xff, previous[i - bpp] & 0xff);
                }
            }
            default -> throw in.corrupt("row " + count + " has filter type " + (row[0] & 0xff));
        }
    }

    private static int paeth(int left, int above, int corner) {
        int toLeft = Math.abs(above - corner);
        int toAbove = Math.abs(left - corner);
        int toCorner = Math.abs(left + above - 2 * corner);
        if (toLeft <= toAbove && toLeft <= toCorner) {
            return left;
        }
        return toAbove <= toCorner ? above : corner;
    }
}
